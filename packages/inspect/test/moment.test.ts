import { where } from '@reyield/testing'
import {
  activities,
  patched,
  sideEffect,
  signal,
  sleep,
  workflow,
  type AnyWorkflow,
  type WorkflowDefinition,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { BookingWorkflow } from '../../../examples/04-booking/workflows.ts'
import { ReplayedHistory } from '../../replay/test/replayed-history.ts'
import { replayerOf, type SourceLine } from '../src/index.ts'
import { bookingMoments } from './booking-moments.ts'
import { bookingRun, inShort, moments } from './booking.ts'

const { charge, pack } = activities<{ charge(of: unknown): string; pack(): void }>({ startToClose: '5m' })
const approved = signal<string>('approved')
const order = workflow({ name: 'order', executionStartToClose: '1 day' }, function* (_: unknown) {
  const key = yield* sideEffect(() => 'key')
  yield* charge(key)
  const by = yield* approved
  if (yield* patched('packed')) yield* pack.with({ id: 'box' })()
  yield* sleep('1h')
  return by
})

/** A history of a workflow, with its type. */
function historyOf(definition: AnyWorkflow): ReplayedHistory {
  const past = new ReplayedHistory(definition)
  const { name, version } = definition
  past.events[0]!.workflowExecutionStartedEventAttributes!.workflowType = { name, version }
  return past
}

const execution = { workflowId: 'history', runId: 'run/1=' }

/** What the workflow waits for after an event, and the decisions there. */
async function at(past: ReplayedHistory, eventId: number, definition: WorkflowDefinition<unknown> = order) {
  const replayer = replayerOf([definition])
  const moment = await replayer.moment({ execution, events: past.events }, { at: eventId })
  return [moment.branches.map(({ operation }) => operation).join(), moment.decisions, moment.unread]
}

const texts = (lines: Readonly<Record<string, readonly SourceLine[]>>) =>
  Object.fromEntries(Object.entries(lines).map(([key, of]) => [key, of.map(({ text }) => text?.trim())]))

describe('a moment', () => {
  it('has every waiting branch with its source line, what it waits for, since when, and its variables', async () => {
    const run = await bookingRun()
    const replayer = replayerOf([BookingWorkflow], { buildId: '52a' })
    const found = []
    for (const at of moments) found.push(inShort(await replayer.moment(run, { at, variables: true })))
    expect(found).toEqual(bookingMoments)
    expect(replayer.buildId).toBe('52a')
  })

  it('has the source lines of every step, also of closed ones', async () => {
    const run = await bookingRun()
    const { lines, eventLines, branches, eventId } = await replayerOf([BookingWorkflow]).moment(run)
    const [first, details, payment, wait, last] = [
      ['const itinerary = yield* selectItinerary({ trip, except: [...tried] })'],
      [
        'const details = yield* takePersonalDetails({ trip, except: [...refused] })',
        'const details = yield* payFor(itinerary, trip, undo)',
      ],
      ['yield* validatePayment({ booking: trip.booking, details, amount: itinerary.price })'],
      ['const first = yield* race({ approved, late: sleep(trip.approveWithin) })'],
      ['const ticket = yield* confirmBooking({ trip, itinerary, details })'],
    ]
    const release = ['const release = () => releasePayment({ booking: trip.booking, card })']
    expect(texts(lines)).toEqual({
      '1.1.1': first,
      '1.1.2': details,
      '1.1.3.1.1': payment,
      '1.1.3.1.2.1': release,
      '1.1.4': details,
      '1.1.5.1.1': payment,
      '1.1.6.2.1': wait,
      approved: wait,
      '1.1.7': last,
    })
    expect(texts(eventLines)).toEqual({
      5: first,
      11: details,
      17: payment,
      23: release,
      29: details,
      35: payment,
      41: wait,
      42: wait,
      47: last,
    })
    expect([branches, eventId]).toEqual([[], run.events.length])
    expect(lines['1.1.2']![0]).toEqual({
      name: 'payFor',
      file: expect.stringMatching(/\/examples\/04-booking\/workflows\.ts$/) as string,
      line: 77,
      column: expect.any(Number) as number,
      text: '    const details = yield* takePersonalDetails({ trip, except: [...refused] })',
    })
  })

  it('has the lines of attempts, markers, signals, ids used twice and what is not recorded yet', async () => {
    const twice = workflow({ name: 'twice', executionStartToClose: '1 day' }, function* (_: unknown) {
      yield* sideEffect(() => 1)
      yield* patched('new')
      yield* charge.with({ id: 'own', retry: { maximumAttempts: 2 } })(1)
      yield* charge.with({ id: 'own' })(2)
      yield* approved
      yield* approved
    })
    const past = historyOf(twice)
    await past.task() // 4: completed, 5 and 6: markers, 7: the first attempt
    past.failed('own', 'Error: no')
    await past.task() // 12: the retry's timer
    past.fired('own~1')
    await past.task() // 17: the second attempt
    past.completed('own', 'x')
    await past.task() // 22: the same id again
    past.completed('own', 'x')
    past.record('WorkflowExecutionSignaled', { signalName: 'approved', input: '{"json":"1"}' }) // 24
    past.record('WorkflowExecutionSignaled', { signalName: 'approved', input: '{"json":"2"}' })
    const { events } = past
    const moment = await replayerOf([twice]).moment({ execution, events })
    const lineOf = (eventId: number) => moment.eventLines[eventId]?.map(({ line }) => line)
    const [line] = lineOf(5)!
    expect(Object.fromEntries(Object.keys(moment.eventLines).map(id => [id, lineOf(Number(id))]))).toEqual({
      5: [line],
      6: [line! + 1],
      7: [line! + 2],
      12: [line! + 2],
      17: [line! + 2],
      22: [line! + 3],
      24: [line! + 4],
      25: [line! + 5],
    })
    expect(Object.entries(moment.lines).map(([id, [of]]) => [id, of!.line - line!])).toEqual([
      ['s1', 0],
      ['pnew', 1],
      ['own', 3],
      ['own~1', 2],
      ['approved', 5],
    ])
    const undecided = await replayerOf([twice]).moment({ execution, events }, { at: 18 })
    expect(undecided.lines['own']![0]!.line).toBe(line! + 3)
    expect(undecided.eventLines[22]).toBeUndefined()
  })

  it('shows the program as of the events up to there, and a decision task as its decider left it', async () => {
    const past = historyOf(order)
    await past.task() // 3: started, 4: completed, 5: marker, 6: the activity
    past.completed('2', 'receipt').begin() // 9: started
    past.record('WorkflowExecutionSignaled', { signalName: 'approved', input: '{"json":"ann"}' }) // 10, seen by nobody yet
    past.complete([]).begin() // 11: completed, 13: started
    past.record('DecisionTaskTimedOut', { startedEventId: 13, scheduledEventId: 12 })
    past.begin() // 16: started, still open
    const activity = "activity 'charge'"
    const first = ["record marker 's1'", "schedule activity 'charge' (id '2')"]
    const receive = "receive of signal 'approved'"
    const packing = "activity 'pack'"
    const cases: Record<number, unknown[]> = {
      1: ['sideEffect(…)', [], []], // a side effect has no value before a decider has run it
      2: ['sideEffect(…)', [], []],
      3: [activity, first, []],
      4: [activity, first, []],
      5: [activity, first, []],
      6: [activity, first, []],
      7: [receive, [], []],
      8: [receive, [], []],
      9: [receive, [], []],
      10: [packing, [], []], // as a decider would receive it now, on the new path of a patch
      11: [packing, [], []],
      12: [packing, [], []],
      13: [packing, [], []], // that task timed out and decided nothing
      14: [packing, [], []],
      15: [packing, [], []],
      16: [packing, ["record marker 'ppacked'", "schedule activity 'pack' (id 'box')"], []],
    }
    const found: Record<number, unknown[]> = {}
    for (const { eventId } of past.events) found[eventId!] = await at(past, eventId!)
    expect(found).toEqual(cases)
  })

  it('counts signals that the workflow has not received', async () => {
    const past = historyOf(order)
    await past.task()
    for (const signalName of ['approved', 'other', 'approved']) {
      past.record('WorkflowExecutionSignaled', { signalName, input: '{"json":"ann"}' })
    }
    expect((await at(past, 8))[2]).toEqual([
      { signal: 'approved', count: 1 },
      { signal: 'other', count: 1 },
    ])
    expect((await at(past, 9))[2]).toEqual([
      { signal: 'approved', count: 2 },
      { signal: 'other', count: 1 },
    ])
  })

  it('says why the open decision task cannot be decided', async () => {
    const bug = workflow({ name: 'order', executionStartToClose: '1 day' }, function* (_: unknown) {
      yield* []
      throw new TypeError('undefined is not a function')
    })
    const past = historyOf(bug).begin()
    expect(await at(past, 3, bug)).toEqual(['', ["can't be decided, WORKFLOW_HELD"], []])
  })

  it('at the end is what `where` of the testing package shows', async () => {
    const past = historyOf(order)
    await past.task()
    const { branches } = await replayerOf([order]).moment({ execution, events: past.events })
    const shown = branches.map(branch => ({
      ...branch,
      lines: branch.lines.map(
        ({ name, file, line, column }) =>
          `${name === undefined ? '' : `${name} (`}${file}:${line}:${column}${name === undefined ? '' : ')'}`,
      ),
    }))
    expect(shown).toEqual(await where(order, { execution, events: past.events }))
  })

  it.each<[string, number | undefined, string, string]>([
    ['order', 99, 'OPTION_INVALID', 'at is 99: expected an event of the history, 1 to 6'],
    ['order', 0, 'OPTION_INVALID', 'at is 0: expected an event of the history, 1 to 6'],
    ['order', 1.5, 'OPTION_INVALID', 'at is 1.5: expected an event of the history, 1 to 6'],
    [
      'other',
      undefined,
      'DEFINITION_MISSING',
      "The history is of workflow type order 1.0, which isn't among the given workflows (other 1.0). Pass the workflow that its deciders serve",
    ],
  ])('of %s at %s is %s', async (name, eventId, code, message) => {
    const past = historyOf(order)
    await past.task()
    const replayer = replayerOf([{ ...order, name }])
    await expect(
      replayer.moment(
        { execution, events: past.events },
        { ...(eventId === undefined ? {} : { at: eventId }) },
      ),
    ).rejects.toMatchObject({ code, message })
  })

  it.each([[[]], [[{ eventId: 2, eventType: 'DecisionTaskScheduled', eventTimestamp: new Date() }]]])(
    'of a history without its start is HISTORY_INVALID',
    async events => {
      await expect(replayerOf([order]).moment({ events: events as never })).rejects.toMatchObject({
        code: 'HISTORY_INVALID',
      })
    },
  )
})
