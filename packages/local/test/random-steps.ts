import fc from 'fast-check'
import { parseExecutionKey } from '../src/machine/keys.ts'
import type { Decision } from '../src/model/generated/types.ts'
import {
  act,
  cancel,
  cancelActivity,
  cancelExternal,
  cancelTimer,
  child,
  complete,
  continueAsNew,
  fail,
  flow,
  lambda,
  marker,
  schedule,
  signalExternal,
  timer,
  TestService,
} from './test-service.ts'

const ids = fc.constantFrom('a', 'b', 'c')
/** Workflow ids of children, which are mostly not those of started executions. */
const kids = fc.constantFrom('a', 'k', 'l', 'm')
const lists = fc.constantFrom('flows', 'flows', 'acts', 'acts', 'host')
const seconds = fc.constantFrom('0', '1', '3', 'NONE')
/** Chooses one of the last tokens. */
const nth = fc.integer({ min: 1, max: 3 })

const policies = fc.constantFrom('TERMINATE', 'REQUEST_CANCEL', 'ABANDON')

/** A decision with few ids, so that they are used again. */
export const decision: fc.Arbitrary<Decision> = fc.oneof(
  fc
    .record(
      {
        scheduleToStartTimeout: seconds,
        scheduleToCloseTimeout: seconds,
        startToCloseTimeout: seconds,
        heartbeatTimeout: seconds,
        taskPriority: fc.constantFrom('-1', '0', '1'),
        activityType: fc.constantFrom(act, { name: 'act', version: '2' }),
      },
      { requiredKeys: [] },
    )
    .chain(more => ids.map(id => schedule(id, more))),
  ids.map(cancelActivity),
  fc.tuple(ids, fc.nat(4)).map(([id, s]) => timer(id, s)),
  ids.map(cancelTimer),
  ids.map(name => marker(name)),
  fc
    .tuple(kids, policies, fc.constantFrom('1', '100'))
    .map(([id, childPolicy, executionStartToCloseTimeout]) =>
      child(id, { childPolicy, executionStartToCloseTimeout }),
    ),
  ids.map(id => child(id, { workflowType: { name: 'flow', version: '2' } })),
  ids.map(id => signalExternal(id)),
  ids.map(id => cancelExternal(id)),
  ids.map(id => lambda(id, { startToCloseTimeout: '2' })),
)

/** Mostly none. */
const closing = fc.oneof(
  { weight: 6, arbitrary: fc.constant(null) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(complete('done'), fail('no'), cancel(), continueAsNew({ input: 'more' })),
  },
)

const answer = fc.record(
  { taskList: lists.map(name => ({ name })), taskListScheduleToStartTimeout: seconds, executionContext: ids },
  { requiredKeys: [] },
)

export type Step = (service: TestService, tokens: Tokens) => void
export interface Tokens {
  decisions: string[]
  activities: string[]
}

const weighted = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight, arbitrary })

export const step: fc.Arbitrary<Step> = fc.oneof(
  weighted(
    15,
    fc.tuple(ids, policies).map(([workflowId, childPolicy]) => service => {
      const start = { domain: 'd', workflowId, workflowType: flow, childPolicy, lambdaRole: 'role' }
      attempt(service, 'StartWorkflowExecution', start)
    }),
  ),
  weighted(
    10,
    fc.tuple(ids, fc.constantFrom('Signal', 'RequestCancel')).map(([workflowId, kind]) => service => {
      attempt(service, `${kind}WorkflowExecution`, { domain: 'd', workflowId, signalName: 's' })
    }),
  ),
  weighted(
    4,
    kids.map(
      workflowId => service => attempt(service, 'TerminateWorkflowExecution', { domain: 'd', workflowId }),
    ),
  ),
  weighted(
    30,
    lists.map(list => (service, tokens) => {
      const { taskToken } = service.decisionTask({ list })
      if (taskToken !== undefined) tokens.decisions.push(taskToken)
    }),
  ),
  weighted(
    20,
    lists.map(list => (service, tokens) => {
      const { taskToken } = service.activityTask({ list })
      if (taskToken !== undefined) tokens.activities.push(taskToken)
    }),
  ),
  weighted(
    30,
    fc
      .tuple(nth, fc.array(decision, { maxLength: 4 }), closing, answer)
      .map(([n, decisions, close, more]) => (service, { decisions: tokens }) => {
        const all = close === null ? decisions : [...decisions, close]
        attempt(service, 'RespondDecisionTaskCompleted', {
          taskToken: tokens.at(-n),
          decisions: all,
          ...more,
        })
      }),
  ),
  weighted(
    10,
    fc
      .tuple(nth, fc.constantFrom('Completed', 'Failed', 'Canceled'))
      .map(([n, outcome]) => (service, tokens) => {
        attempt(service, `RespondActivityTask${outcome}`, { taskToken: tokens.activities.at(-n) })
      }),
  ),
  weighted(
    5,
    fc.tuple(nth, ids).map(([n, details]) => (service, { activities }) => {
      attempt(service, 'RecordActivityTaskHeartbeat', { taskToken: activities.at(-n), details })
    }),
  ),
  weighted(
    10,
    fc.constantFrom({ result: 'r' }, { reason: 'Unhandled', details: 'd' }).map(outcome => service => {
      service.invoke(() => outcome)
    }),
  ),
  weighted(
    10,
    fc.nat(2000).map(ms => service => service.pass(ms)),
  ),
)

/** Sends a request that may be refused. */
export function attempt(service: TestService, action: string, input: object): void {
  if (service.errorOf(action, input) === 'no error') service.send(action, input)
}

/** Everything that clients can observe of a service: executions with their histories, tasks to poll, and what happens later. */
export function observed(service: TestService): unknown {
  const all = () =>
    executions(service).map(execution => [
      service.describe(execution),
      service.call('GetWorkflowExecutionHistory', { domain: 'd', execution }),
    ])
  const before = all()
  const deadline = service.machine.nextDeadline()
  const invocations = service.machine.invocations()
  const polled: unknown[] = []
  for (const list of ['flows', 'acts', 'host']) {
    for (const poll of [() => service.decisionTask({ list }), () => service.activityTask({ list })]) {
      let task = poll()
      for (; task.startedEventId > 0; task = poll()) polled.push(task)
    }
  }
  service.pass(2_000_000)
  return { before, deadline, invocations, polled, after: all() }
}

const executions = (service: TestService) =>
  service.log.filter(({ kind }) => kind === 'execution-started').map(({ key }) => parseExecutionKey(key))

export const histories = (service: TestService) =>
  new Map(
    executions(service).map(execution => [
      execution.runId,
      service.call('GetWorkflowExecutionHistory', { domain: 'd', execution }).events,
    ]),
  )

/** Runs random steps in a new service. */
export function runSteps(steps: readonly Step[], executionStartToCloseTimeout?: string): TestService {
  const service = new TestService().registered(executionStartToCloseTimeout)
  service.call('RegisterActivityType', { domain: 'd', name: 'bare', version: '1' })
  const tokens: Tokens = { decisions: [], activities: [] }
  for (const s of steps) s(service, tokens)
  return service
}
