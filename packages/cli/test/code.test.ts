import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { bookingRun, moments } from '../../inspect/test/booking.ts'
import { reyield } from './reyield.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** A folder with the history of a booking, and a configuration whose workflows are those of the example. */
async function bookingIn(config: object): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'reyield-code-'))
  mkdirSync(join(folder, 'histories'))
  writeFileSync(join(folder, 'histories', 'booking.json'), JSON.stringify(await bookingRun()))
  writeFileSync(join(folder, 'reyield.config.json'), JSON.stringify({ replayTimeout: '2m', ...config }))
  return folder
}

const source = join(root, 'examples/04-booking/workflows.ts')
const built = join(root, 'examples/dist/04-booking/workflows.js')

describe('trace of a booking', () => {
  const at = async (workflows: string, moment: number) => {
    const cwd = await bookingIn({ workflows })
    const { out } = await reyield(['open', 'histories/booking.json', '--at', String(moment), '--variables'], {
      cwd,
    })
    return out.replaceAll(root, '').replaceAll('undo2', 'undo') // tsx renames a variable that hides another
  }

  it('shows the source lines and variables of five moments, the same from built code and from TypeScript', async () => {
    const shown = await Promise.all(moments.map(moment => at(built, moment)))
    expect(shown).toMatchSnapshot()
    expect(await Promise.all(moments.slice(1, 4).map(moment => at(source, moment)))).toEqual(
      shown.slice(1, 4),
    )
  })
})

/** The same type with other code. */
const other = `
import { activities, workflow } from '${new URL('../../workflow/dist/index.js', import.meta.url).href}'
const { refund } = activities({ startToClose: '1m' })
export const BookingWorkflow = workflow({ name: 'BookingWorkflow', executionStartToClose: '1 day' }, async function* (trip) {
  yield* refund(trip.booking)
})
`

/** The booking, decided by build 41f. */
async function decidedByOlderBuild() {
  const { events, ...rest } = await bookingRun()
  return {
    ...rest,
    events: events.map(event =>
      event.decisionTaskStartedEventAttributes === undefined
        ? event
        : {
            ...event,
            decisionTaskStartedEventAttributes: {
              ...event.decisionTaskStartedEventAttributes,
              identity: '7@host build/41f',
            },
          },
    ),
  }
}

async function olderIn(config: object): Promise<string> {
  const cwd = await bookingIn({ workflows: 'other.mjs', ...config })
  writeFileSync(join(cwd, 'other.mjs'), other)
  writeFileSync(join(cwd, 'histories', 'booking.json'), JSON.stringify(await decidedByOlderBuild()))
  return cwd
}

describe('an execution that an older build has decided', () => {
  it('is shown with the code of that build if it is configured', async () => {
    const cwd = await olderIn({ builds: { '41f': { workflows: built } } })
    const { out } = await reyield(['open', 'histories/booking.json', '--at', '41'], {
      cwd,
      env: { REYIELD_BUILD_ID: '52a' },
    })
    expect(out).toContain('decided by build 41f\n')
    expect(out).toContain('/examples/04-booking/workflows.ts:')
  })

  it('is shown without lines if the present code does not fit', async () => {
    const cwd = await olderIn({})
    const env = { REYIELD_BUILD_ID: '52a' }
    const { code, out } = await reyield(['open', 'histories/booking.json', '--at', '41'], { cwd, env })
    expect(code).toBe(0)
    expect(out).toContain('decided by build 41f, shown with 52a')
    expect(out).toMatch(/no source lines: NON_DETERMINISM: /)
    expect(out).toContain('✓ selectItinerary')
  })
})

describe('replay', () => {
  it('says which histories fit the code, and shows the difference of one that does not', async () => {
    const cwd = await olderIn({})
    const fits = await bookingIn({ workflows: source })
    const [good, bad, json] = await Promise.all([
      reyield(['replay', 'histories'], { cwd: fits }),
      reyield(['replay', 'histories/booking.json'], { cwd }),
      reyield(['replay', 'histories/booking.json', '--json'], { cwd }),
    ])
    expect([good.code, bad.code, json.code]).toEqual([0, 1, 1])
    expect(good.out).toMatchInlineSnapshot(`
      "✓ BookingWorkflow-1 (histories/booking.json)  9 decision tasks
      ✓ 1 history replayed
      "
    `)
    expect(bad.out.replaceAll(cwd, '')).toMatchInlineSnapshot(`
      "✗ BookingWorkflow-1 (histories/booking.json)  NON_DETERMINISM
          Workflow 'BookingWorkflow' doesn't do what its history records
          - history: event 5 ActivityTaskScheduled id '1.1.1' selectItinerary 1.0
          + program: does not ask for activity '1.1.1' there
                     wants activity id '1' refund 1.0
                     at run (/other.mjs:5:10)
          Likely: the code was changed under an open execution without patched(…), or the program depends on a clock, random numbers, the environment or variables outside of it
          The execution is left as it is: deploy code that fits its history
      ✗ 1 of 1 history don't replay
      "
    `)
    expect(JSON.parse(json.out)).toMatchObject([
      { from: 'histories/booking.json', error: { code: 'NON_DETERMINISM' } },
    ])
  })

  it('needs workflows and histories', async () => {
    const cwd = await bookingIn({})
    const ended = await Promise.all([
      reyield(['replay', 'histories/booking.json'], { cwd }),
      reyield(['replay'], { cwd }),
      reyield(['replay', 'none.json'], { cwd: await bookingIn({ workflows: built }) }),
    ])
    expect(ended.map(({ code, err }) => [code, /\[(\w+)\]/.exec(err)?.[1]])).toEqual([
      [2, 'CONFIG_INVALID'],
      [2, 'USAGE_INVALID'],
      [2, 'USAGE_INVALID'],
    ])
  })
})
