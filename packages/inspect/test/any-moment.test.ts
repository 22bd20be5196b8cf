import type { HistoryEvent } from '@aws-sdk/client-swf'
import { superjson } from '@reyield/data'
import { createReplay } from '@reyield/replay'
import { where } from '@reyield/testing'
import type { AnyWorkflow } from '@reyield/workflow'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyProgram, programOf } from '../../replay/test/live/program.ts'
import { ChosenSwf, type Choose } from '../../replay/test/live/swf.ts'
import { replayerOf } from '../src/index.ts'

const deep = process.env.REYIELD_DEEP === '1'
const runs = Number(process.env.REYIELD_RUNS ?? (deep ? 1000 : 12))

/** A history of a random program on the local SWF: tasks time out, answers are lost, operations are refused. */
async function lived(definition: AnyWorkflow, choose: Choose, refuse: boolean) {
  const swf = new ChosenSwf(choose, { refuse, small: choose(2) === 0 }, false)
  const runId = swf.run!
  for (let steps = 0; swf.run !== undefined; steps++) {
    if (steps > 4000) throw new Error('The execution does not come to an end')
    const task = choose(4) > 0 ? swf.poll() : undefined
    if (task === undefined && swf.happen()) continue
    const { events, execution } = task ?? swf.poll()!
    const replay = createReplay(definition, { execution, serializer: superjson, guards: 'off' })
    await replay.feed(events)
    const decisions = await replay.decisions()
    for (let more = choose(6); more >= 4; more--) swf.happen()
    if (choose(8) > 0) swf.respond(decisions)
    else swf.timeOutDecision()
  }
  return { execution: { workflowId: 'w', runId }, events: swf.history(runId) }
}

/** The events of steps whose lines a moment has: those that the program asked for. */
const isStep = ({
  eventType,
  timerStartedEventAttributes: timer,
  markerRecordedEventAttributes: marker,
}: HistoryEvent) =>
  /^(ActivityTaskScheduled|LambdaFunctionScheduled|\w+Initiated)$/.test(eventType!) ||
  (timer !== undefined && !timer.timerId!.startsWith('~')) ||
  (marker !== undefined && /^s|^p(?!~)/.test(marker.markerName!))

it('every moment of what the code has made can be shown, with the lines of all steps', async () => {
  let shown = 0
  let steps = 0
  await fc.assert(
    fc.asyncProperty(
      anyProgram,
      fc.infiniteStream(fc.nat({ max: 1 << 20 })),
      fc.boolean(),
      async (node, chosen, refuse) => {
        const choose = (below: number) => chosen.next().value % below
        const kind = choose(2) === 0 ? 'sync' : 'async'
        const definition = {
          ...programOf(node, { kind, code: 'new', policy: 'fail', forgets: false, checks: 'none' }),
          name: 'random',
          version: '1.0',
        }
        const run = await lived(definition, choose, refuse)
        const replayer = replayerOf([definition], { guards: 'off' })
        const at = deep
          ? run.events.map(({ eventId }) => eventId!)
          : Array.from({ length: 12 }, () => 1 + choose(run.events.length))
        for (const eventId of at) {
          const { branches, eventLines } = await replayer.moment(run, { at: eventId })
          shown++
          for (const { branch, lines } of branches) expect([branch, lines.length]).not.toEqual([branch, 0])
          for (const event of run.events.slice(0, eventId).filter(isStep)) {
            steps++
            expect(eventLines[event.eventId!]?.length ?? 0, JSON.stringify(event)).toBeGreaterThan(0)
          }
          expect(Object.keys(eventLines).every(id => Number(id) <= eventId)).toBe(true)
        }
        const stepping = replayerOf([definition], { guards: 'off' })
        for (const eventId of at.toSorted((a, b) => a - b)) {
          const how = { at: eventId } // variables that no code reads any longer are there or not, as V8 pleases
          const anew = await replayerOf([definition], { guards: 'off' }).moment(run, how)
          expect([eventId, await stepping.moment(run, how)]).toEqual([eventId, anew])
        }
        const last = await replayer.moment(run)
        const there = await where(definition, run)
        expect(last.branches.map(({ lines: _, ...branch }) => branch)).toEqual(
          there.map(({ lines: _, ...branch }) => branch),
        )
        expect(await replayer.check(run)).toMatchObject({ error: undefined })
      },
    ),
    { numRuns: runs, endOnFailure: true },
  )
  expect(shown).toBeGreaterThan(50)
  expect(steps).toBeGreaterThan(50)
}, 900_000)
