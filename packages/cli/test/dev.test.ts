import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { copyProject, DevSession, processesWith } from './dev-session.ts'
import { homeFolder, reyield } from './reyield.ts'

let session: DevSession | undefined
let occupied: Server | undefined
afterEach(() => {
  session?.child.kill('SIGKILL')
  occupied?.close()
})

/** What a session prints before its workers poll. */
let greeting = ''
const open = async (...options: string[]) => {
  session = new DevSession(copyProject(), options)
  greeting = await session.until('Polling')
  return session
}

/** Asks the console of a session. */
async function askConsole(method: string, path: string, body?: object): Promise<unknown> {
  const [, address, token] = /The console is on (http:\S+)\/#token=(\S+)/.exec(greeting) ?? []
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return await (
    await fetch(address + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  ).json()
}

/** Makes sure that the port of the local SWF is in use, here or by another program. */
async function usualPortInUse(): Promise<void> {
  const server = createServer()
  occupied = server
  await new Promise<void>(resolve => {
    server.on('error', () => resolve())
    server.listen(4577, '127.0.0.1', resolve)
  })
}

const page = fileURLToPath(new URL('../../../docs/cli.md', import.meta.url))

/** Compares an output with the one in the documentation, or writes it there with REYIELD_RECORD=1. */
function checkPage(output: string): void {
  const text = readFileSync(page, 'utf8')
  const block = /(?<=<!-- dev -->\n\n```console\n)[\s\S]*?(?=\n```)/
  if (process.env['REYIELD_RECORD'] === '1')
    writeFileSync(
      page,
      text.replace(block, () => output),
    )
  else expect(output).toBe(block.exec(text)?.[0])
}

const shown = ({ folder }: DevSession, text: string) => text.trim().replaceAll(`${folder}/`, '')

describe('reyield dev', () => {
  it('runs executions, and restarts the worker at every edit, whatever it is', async () => {
    await usualPortInUse()
    const dev = await open()
    expect(dev.output).toContain('Port 4577 is in use by another program')
    dev.type('s')
    await dev.until('start timer (2) of 2h')
    expect(await askConsole('GET', '/api/session')).toMatchObject({
      local: { clock: true, faults: true },
      hasCode: true,
    })
    expect(await askConsole('GET', '/api/clock')).toMatchObject({
      next: { text: 'timer 2 of order-7', ends: false },
    })
    expect(await askConsole('GET', '/api/executions/order-7/latest/moment')).toMatchObject({
      moment: { branches: [{ operation: 'sleep of 7200000 ms', variables: { item: '"tea"' } }] },
    })
    const list = ['list', '--endpoint', 'dev', '--json']
    expect(await reyield(list, { cwd: dev.folder })).toMatchObject({
      code: 0,
      out: expect.stringContaining('order-7') as string,
    })

    dev.edit('src/workflows.ts', 'return yield* ship', 'return `sent: ${yield* ship')
    expect(shown(dev, await dev.until('until that is mended'))).toMatchInlineSnapshot(`
      "src/workflows.ts changed
      ✗ The workflows can't be loaded
          The workflow module src/workflows.ts can't be loaded: TransformError: Transform failed with 1 error:
          src/workflows.ts:14:0: ERROR: Unterminated string literal
      The worker runs on with the code before, until that is mended"
    `)

    dev.edit('src/workflows.ts', 'ship(reservation)', 'ship(reservation)}`')
    expect(await dev.until('Polling')).toMatch(/changed\n✓ 1 open execution replayed with this code\n/)

    dev.edit('src/workflows.ts', 'yield* sleep', 'yield* reserve(`gift for ${item}`)\n    yield* sleep')
    const incompatible = await dev.until('or undo the change')
    checkPage(shown(dev, incompatible.slice(incompatible.indexOf('src/workflows.ts changed'))))
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
    expect(await dev.until('another try to decide')).toContain('src/workflows.ts:9:11')
    dev.edit('src/workflows.ts', "throw new TypeError('no stock')\n", '')
    await dev.until('held until now, and tried again: order-7')
    await dev.until('start timer (2) of 2h')
    expect(await dev.quit()).toBe(0)
    expect(processesWith(dev.folder)).toEqual([])
    expect(await reyield(list, { cwd: dev.folder })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/it doesn't run in .*Start it there: reyield dev/s) as string,
    })
  }, 180_000) // seven restarts

  it.runIf(process.env['REYIELD_DEEP'] === '1')(
    'goes on with a database after it was killed, and leaves nothing behind',
    async () => {
      const folder = copyProject()
      const first = new DevSession(folder, ['--db', 'dev.sqlite'])
      session = first
      await first.until('Polling')
      first.type('s')
      await first.until('start timer (2) of 2h')
      const [command] = processesWith(folder).filter(({ line }) => / dev --db/.test(line))
      process.kill(command!.id, 'SIGKILL')
      await first.ended
      await vi.waitUntil(() => processesWith(folder).length === 0, { timeout: 30_000 })

      const second = new DevSession(folder, ['--db', 'dev.sqlite', '--payloads'])
      session = second
      await second.until('✓ 1 open execution replayed with this code')
      await second.until('Polling')
      second.edit('reyield.config.ts', "'shop'", "'stall'")
      await second.until('reyield.config.ts changed. Quit and start again to use it')
      second.type('f')
      expect(await second.until('execution completed')).toContain('ship (3) completed after')
      second.type('\u0003')
      expect(await second.ended).toBe(130)
      expect(processesWith(folder)).toEqual([])
    },
    180_000,
  )
})

describe('reyield dev is refused', () => {
  it.each([
    ['without a worker in the configuration', '{ "domain": "shop" }', [], /^error: No worker is configured/],
    [
      'with a worker that does not exist',
      '{ "dev": { "worker": "gone.ts" } }',
      [],
      /dev\.worker doesn't exist: .*gone\.ts/,
    ],
    [
      'with folders to watch that do not exist',
      '{ "dev": { "worker": "reyield.config.json", "watch": "gone" } }',
      [],
      /Code can't be watched: ENOENT/,
    ],
    [
      'with a port that is no number',
      '{ "dev": { "worker": "reyield.config.json" } }',
      ['--port', 'x'],
      /--port is 'x'/,
    ],
  ])('%s', async (_, config, options, message) => {
    const cwd = mkdtempSync(join(homeFolder(), 'refused-'))
    writeFileSync(join(cwd, 'reyield.config.json'), config)
    const { code, err } = await reyield(['dev', ...options], { cwd })
    expect([code, err]).toEqual([2, expect.stringMatching(message)])
  })
})
