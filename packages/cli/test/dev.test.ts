import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { copyProject, DevSession } from './dev-session.ts'
import { reyield } from './reyield.ts'

let session: DevSession | undefined
afterEach(() => void session?.child.kill('SIGKILL'))

const open = async (...options: string[]) => {
  session = new DevSession(copyProject(), options)
  await session.until('Polling')
  return session
}

/** The command lines of processes that have a text in their command line or in their environment. */
const processesWith = (text: string): string[] =>
  readdirSync('/proc').flatMap(id => {
    try {
      const [line, env] = [
        readFileSync(`/proc/${id}/cmdline`, 'utf8'),
        readFileSync(`/proc/${id}/environ`, 'utf8'),
      ]
      return line.includes(text) || env.includes(text) ? [line.replaceAll('\0', ' ')] : []
    } catch {
      return []
    }
  })

const shown = ({ folder }: DevSession, text: string) => text.trim().replaceAll(folder, '…')

describe('reyield dev', () => {
  it('runs executions, and restarts the worker at every edit, whatever it is', async () => {
    const dev = await open()
    dev.type('s')
    await dev.until('start timer (2) of 2h')

    dev.edit('src/workflows.ts', 'return yield* ship', 'return `sent: ${yield* ship')
    expect(shown(dev, await dev.until('until that is mended'))).toMatchInlineSnapshot(`
      "src/workflows.ts changed
      ✗ The workflows can't be loaded
          The workflow module …/src/workflows.ts can't be loaded: TransformError: Transform failed with 1 error:
          …/src/workflows.ts:14:0: ERROR: Unterminated string literal
      The worker runs on with the code before, until that is mended"
    `)

    dev.edit('src/workflows.ts', 'ship(reservation)', 'ship(reservation)}`')
    expect(await dev.until('Polling')).toMatch(/changed\n✓ 1 open execution replayed with this code\n/)

    dev.edit('src/workflows.ts', 'yield* sleep', 'yield* reserve(`gift for ${item}`)\n    yield* sleep')
    const incompatible = await dev.until('or undo the change')
    expect(shown(dev, incompatible.slice(incompatible.indexOf('✗')))).toMatchInlineSnapshot(`
      "✗ order-7  NON_DETERMINISM
          Workflow 'order' doesn't do what its history records
          - history: event 11 TimerStarted id '2'
          + program: does not ask for timer '2' there
                     wants activity id '2' reserve 1.0
                     with another input
                     at run (…/src/workflows.ts:10:12)
          Likely: the code was changed under an open execution without patched(…), or the program depends on a clock, random numbers, the environment or variables outside of it
          The execution is left as it is: deploy code that fits its history
      The open execution can't go on with this code, and will be held until it fits. Keep the old steps for it with patched(…), or undo the change"
    `)
    await dev.until('Polling')

    dev.type('f')
    await dev.until('Skipped 1h 59m to timer 2 of order-7')
    await dev.until('start timer before another try to decide of 10m')
    dev.edit('src/workflows.ts', 'yield* reserve(`gift for ${item}`)\n', '')
    await dev.until('✓ 1 open execution replayed with this code')
    await dev.until('held until now, and tried again: order-7')
    await dev.until('order-7  execution completed')

    dev.edit(
      'src/workflows.ts',
      'const reservation',
      "throw new TypeError('no stock')\n    const reservation",
    )
    await dev.until('Polling')
    dev.type('s')
    expect(await dev.until('no stock')).toMatch(/order-7 {2}execution failed: TypeError: no stock/)
    expect(await dev.quit()).toBe(0)
    expect(processesWith(dev.folder)).toEqual([])
  })
})
