import { writeContext } from '@reyield/data/internal'
import { failing, loadHistory, run, send } from '@reyield/testing'
import {
  activities,
  activity,
  all,
  child,
  race,
  sideEffect,
  signal,
  sleep,
  workflow,
  type Operation,
} from '@reyield/workflow'
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseExecutionKey } from '../../local/src/machine/keys.ts'
import { attempt, decision, runSteps, step } from '../../local/test/random-steps.ts'
import { TestService, timer } from '../../local/test/test-service.ts'
import { decoding, replayerOf, view, type ExecutionView, type StepView } from '../src/index.ts'

const runs = (some: number, many: number) => ({ numRuns: process.env['REYIELD_DEEP'] ? many : some })

/** What holds in every view: events belong to one step, and times don't go backward. */
function checkView({ steps, engineSteps, decisionTasks, last, state, problems }: ExecutionView): void {
  const every = [...steps, ...engineSteps]
  const ids = every.flatMap(({ events }) => events)
  expect(new Set(ids).size).toBe(ids.length)
  for (const one of every) {
    const times = [one.requested, ...(one.closed === undefined ? [] : [one.closed])].map(
      ({ eventId }) => eventId,
    )
    expect([one.events[0], one.events.toSorted((a, b) => a - b)]).toEqual([one.requested.eventId, one.events])
    expect(times.toSorted((a, b) => a - b)).toEqual(times)
    expect(Math.max(...one.events)).toBeLessThanOrEqual(last.eventId)
    for (const attempt of one.attempts) {
      expect(attempt.queueWait).toBeGreaterThanOrEqual(0)
      expect(attempt.runTime ?? 0).toBeGreaterThanOrEqual(0)
      const order = [attempt.scheduled, attempt.started, attempt.closed].flatMap(
        event => event?.eventId ?? [],
      )
      expect(order.toSorted((a, b) => a - b)).toEqual(order)
    }
    if (state !== 'open') expect([one.deadline, one.nextAttempt]).toEqual([undefined, undefined])
  }
  for (const task of decisionTasks)
    expect(Math.min(task.queueWait, task.decisionTime ?? 0)).toBeGreaterThanOrEqual(0)
  expect(decisionTasks.filter(task => task.state === 'waiting').length).toBeLessThanOrEqual(1)
  if (state !== 'open') expect(problems).toEqual([])
}

const isOpen = (kind: StepView['kind']) => (one: StepView) => one.kind === kind && one.closed === undefined

/** What DescribeWorkflowExecution counts. */
function openCounts({ steps, engineSteps, decisionTasks }: ExecutionView) {
  const timers = [...steps, ...engineSteps].filter(({ deadline }) => deadline?.kind === 'fires')
  const attempted = (kind: StepView['kind']) =>
    steps.filter(isOpen(kind)).filter(({ attempts }) => attempts.at(-1)?.closed === undefined)
  return {
    openActivityTasks: attempted('activity').length,
    openTimers: timers.length,
    openChildWorkflowExecutions: steps.filter(isOpen('child')).length,
    openLambdaFunctions: attempted('lambda').length,
    openDecisionTasks: decisionTasks.filter(({ state }) => state === 'waiting').length,
  }
}

/** Views all executions of a service as they are now, and compares what is open with what SWF says. */
async function checkService(service: TestService, log = service.log): Promise<void> {
  const started = log.filter(({ kind }) => kind === 'execution-started')
  for (const { key } of started) {
    const { workflowId, runId } = parseExecutionKey(key)
    const execution = { workflowId, runId }
    const { events } = service.call('GetWorkflowExecutionHistory', { domain: 'd', execution })
    const { openCounts: counts, executionInfo } = service.describe(execution)
    const shown = await view(loadHistory(JSON.parse(JSON.stringify({ execution, events })) as object), {
      now: new Date(service.now),
    })
    checkView(shown)
    expect(shown.state === 'open').toBe(executionInfo.executionStatus === 'OPEN')
    if (shown.state === 'open') expect(openCounts(shown)).toEqual(counts)
  }
}

type Turn = (service: TestService) => void

/** What a hand-written decider and its workers do with one execution, with few ids, so that they are used again. */
const turn: fc.Arbitrary<Turn> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.array(fc.oneof({ weight: 5, arbitrary: decision }, backOff()), { maxLength: 4 }),
        fc.boolean(),
      )
      .map(([decisions, isHeld]): Turn => service => {
        attempt(service, 'SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
        const { taskToken } = service.decisionTask()
        const more = isHeld ? { executionContext: writeContext({ error: { code: 'X', message: '' } }) } : {}
        attempt(service, 'RespondDecisionTaskCompleted', { taskToken, decisions, ...more })
      }),
  },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom('Completed', 'Failed', 'Failed', 'Canceled', undefined)
      .map((outcome): Turn => service => {
        const { taskToken } = service.activityTask()
        if (outcome !== undefined) attempt(service, `RespondActivityTask${outcome}`, { taskToken })
      }),
  },
  fc.constantFrom({ result: 'r' }, { reason: 'Unhandled', details: 'd' }).map((outcome): Turn => service => {
    service.invoke(() => outcome)
  }),
  fc.nat(2000).map(
    (ms): Turn =>
      service =>
        service.pass(ms),
  ),
)

/** The timer before another attempt, as the engine names it. */
function backOff() {
  return fc.constantFrom('a', 'b', 'c').map(id => timer(`${id}~1`, 1))
}

it('whatever a decider does, a view is consistent and knows what SWF says is open, at each moment', () =>
  fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 10, maxLength: 30, size: 'max' }), async turns => {
      const service = new TestService().started({ lambdaRole: 'role' })
      service.call('RegisterActivityType', { domain: 'd', name: 'bare', version: '1' })
      for (const take of turns) {
        take(service)
        await checkService(
          service,
          service.log.filter(({ key }) => key.includes('/w/')),
        )
      }
      service.pass(1_200_000)
      await checkService(service)
    }),
    runs(12, 300),
  ))

it('whatever else happens in a domain, the views of all executions are consistent', () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 200, size: 'max' }), async steps => {
      await checkService(runSteps(steps))
    }),
    runs(12, 300),
  ))

const { charge, pack } = activities<{ charge(of: string): string; pack(): void }>({ startToClose: '5m' })
const flaky = activity<number, string>('flaky', { startToClose: '5m', retry: { maximumAttempts: 3 } })
const approved = signal<string>('approved')
const ship = workflow({ name: 'ship', executionStartToClose: '1h' }, async function* (_: number) {
  yield* sleep('1m')
})
const operations: Readonly<Record<string, () => Operation<unknown>>> = {
  activity: () => charge('tea'),
  flaky: () => flaky(1),
  timer: () => sleep('1h'),
  all: () => all([flaky(2), sleep('1m'), child(ship, 1)]),
  race: () => race({ late: sleep('1 day'), packed: pack() }),
  child: () => child(ship, 2),
  sideEffect: () => sideEffect(() => 5),
  signal: () => race({ approved, late: sleep('2h') }),
}
const does = (program: readonly string[]) =>
  workflow({ name: 'w', executionStartToClose: '365 days' }, async function* (_: number) {
    for (const item of program) yield* operations[item]!()
  })

it('every beginning of any run of a workflow has a view, with and without its code', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...Object.keys(operations)), { minLength: 1, maxLength: 5 }),
      fc.nat(),
      async (program, pick) => {
        const definition = does(program)
        const { history } = await run(definition, 1, {
          activities: {
            charge: () => 'paid',
            pack: () => undefined,
            flaky: failing(new Error('busy'), { times: 1, then: () => 'done' }),
          },
          children: [ship],
          signals: program.includes('signal') ? [send(approved, 'ann')] : [],
        })
        const { events, execution } = history
        for (let at = 1; at <= events.length; at++) checkView(await view({ events, execution }, { at }))
        const at = (pick % events.length) + 1
        const shown = await view({ events, execution }, { at, replayer: replayerOf([definition]) })
        checkView(shown)
        expect(shown.code.error).toBeUndefined()
        // a branch waits for a step that is open, that isn't recorded yet, or whose next attempt isn't
        const awaited = shown.branches!.flatMap(
          ({ id }) => shown.steps.find(one => one.kind !== 'marker' && one.id === id) ?? [],
        )
        for (const { state } of awaited) expect(['waiting', 'running', 'retrying', 'failed']).toContain(state)
        const whole = await view({ events, execution })
        expect([whole.state, whole.steps.every(({ state }) => state !== 'retrying')]).toEqual([
          'completed',
          true,
        ])
      },
    ),
    runs(8, 150),
  ))

const folder = new URL('../../replay/test/golden/', import.meta.url)
const golden = readdirSync(folder).filter(name => name.endsWith('.json'))

it.each(golden)(
  'the recorded history %s has a view at each of its events, and all its payloads can be read',
  async name => {
    const history = loadHistory(readFileSync(new URL(name, folder), 'utf8'))
    for (let at = 1; at <= history.events.length; at++) checkView(await view(history, { at }))
    const shown = await view(history, { decode: decoding() })
    expect(JSON.stringify(shown)).not.toContain('unreadable')
    expect(shown.state).not.toBe('open')
  },
)
