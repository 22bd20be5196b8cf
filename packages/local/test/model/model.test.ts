import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Decision } from '../../src/model/generated/types.ts'
import * as decisions from '../test-service.ts'
import { faultsOfLog } from '../crash/log-checker.ts'
import { act, flow } from '../test-service.ts'
import type { Answer } from './batch.ts'
import {
  heartbeat,
  pollActivity,
  pollDecision,
  respondActivity,
  respondDecision,
  restart,
  start,
  steer,
  timePasses,
} from './commands.ts'
import type { Command, Pick } from './commands.ts'
import { Real } from './real.ts'
import { accepted, same } from './side-by-side.ts'
import { SwfModel, typeDefaults } from './swf-model.ts'

const runs = Number(process.env.REYIELD_RUNS ?? (process.env.REYIELD_DEEP === '1' ? 20_000 : 600))

const ids = fc.constantFrom('a', 'b', 'c')
const workflowIds = fc.constantFrom('w', 'v', 'k', 'l')
/** Also for children: AWS's Flow frameworks name a child `<run id>:<n>`. */
const allIds = fc.constantFrom('w', 'v', 'k', 'l', '22/r:1')
const lists = fc.constantFrom('flows', 'flows', 'flows', 'host')
const activityLists = fc.constantFrom('acts', 'acts', 'more')
const policies = fc.constantFrom('TERMINATE', 'REQUEST_CANCEL', 'ABANDON')
const text = fc.constantFrom('', 'x')
const timeout = fc.constantFrom('0', '2', '3', '5', '5', '20', 'NONE', 'NONE', 'NONE')

/** A random subset of the members. */
const some = <T extends object>(members: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(members, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>

const settings = some({
  input: text,
  childPolicy: policies,
  taskPriority: fc.constantFrom('-1', '0', '1'),
  taskStartToCloseTimeout: fc.constantFrom('2', '10', 'NONE'),
  executionStartToCloseTimeout: fc.constantFrom('5', '20', '60', '60', '60'),
})

const activityTypes = fc.oneof(
  { weight: 8, arbitrary: fc.constant(act) },
  { weight: 1, arbitrary: fc.constant({ name: 'act', version: '2' }) },
  { weight: 1, arbitrary: fc.constant({ name: 'bare', version: '1' }) },
)

const schedule = fc
  .tuple(
    ids,
    some({
      input: text,
      control: text,
      taskPriority: fc.constantFrom('-1', '0', '1'),
      taskList: activityLists.map(name => ({ name })),
      scheduleToStartTimeout: timeout,
      scheduleToCloseTimeout: timeout,
      startToCloseTimeout: timeout,
      heartbeatTimeout: timeout,
    }),
    activityTypes,
  )
  .map(([id, more, activityType]) => decisions.schedule(id, { ...more, activityType }))

const decision: fc.Arbitrary<Decision> = fc.oneof(
  { weight: 5, arbitrary: schedule },
  { weight: 3, arbitrary: ids.map(decisions.cancelActivity) },
  { weight: 3, arbitrary: fc.tuple(ids, fc.nat(3)).map(([id, s]) => decisions.timer(id, s)) },
  { weight: 2, arbitrary: ids.map(decisions.cancelTimer) },
  { weight: 1, arbitrary: fc.tuple(ids, text).map(([name, details]) => decisions.marker(name, details)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(allIds, settings, fc.constantFrom(flow, flow, flow, { name: 'flow', version: '2' }))
      .map(([id, more, workflowType]) => decisions.child(id, { ...more, workflowType })),
  },
  { weight: 1, arbitrary: allIds.map(id => decisions.signalExternal(id)) },
  { weight: 1, arbitrary: allIds.map(id => decisions.cancelExternal(id)) },
)

const closing: fc.Arbitrary<Decision> = fc.oneof(
  fc.constantFrom('done', undefined).map(decisions.complete),
  fc.constant(decisions.fail('no', 'why')),
  fc.constant(decisions.cancel()),
  settings.map(more => decisions.continueAsNew(more)),
  fc.constant(decisions.continueAsNew({ workflowTypeVersion: '2' })),
)

const batch: fc.Arbitrary<Decision[]> = fc.oneof(
  { weight: 6, arbitrary: fc.array(decision, { maxLength: 5 }) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.array(decision, { maxLength: 3 }), closing).map(([all, last]) => [...all, last]),
  },
  { weight: 1, arbitrary: closing.map(last => [last]) },
  { weight: 1, arbitrary: fc.array(fc.oneof(decision, closing), { maxLength: 3 }) },
)

const override = fc.oneof(
  fc.constant<Answer>({}),
  fc.constant<Answer>({}),
  lists.map<Answer>(name => ({ taskList: { name } })),
  fc
    .tuple(lists, fc.constantFrom('0', '1', '3'))
    .map<Answer>(([name, s]) => ({ taskList: { name }, taskListScheduleToStartTimeout: s })),
)
const answer = fc
  .tuple(override, some({ executionContext: text }))
  .map(([list, context]) => ({ ...list, ...context }))

const pick: fc.Arbitrary<Pick> = fc.record({
  nth: fc.nat(20),
  spent: fc.integer({ min: 0, max: 9 }).map(n => n === 0),
})
const duration = fc.oneof(fc.constantFrom(0, 1, 999, 1000, 1001, 2000, 5000, 10_000), fc.nat(1500))

const times = (n: number, command: fc.Arbitrary<Command>) => Array.from({ length: n }, () => command)

const commands: fc.Arbitrary<Command>[] = [
  ...times(
    3,
    fc.tuple(workflowIds, settings).map(([workflowId, more]) => start({ workflowId, ...more })),
  ),
  ...times(
    10,
    fc
      .tuple(fc.option(lists, { nil: undefined, freq: 2 }), fc.boolean())
      .map(([list, at]) => pollDecision(list, at)),
  ),
  ...times(
    10,
    fc.tuple(pick, batch, answer).map(([p, all, more]) => respondDecision(p, all, more)),
  ),
  ...times(5, fc.option(activityLists, { nil: undefined, freq: 2 }).map(pollActivity)),
  ...times(
    2,
    pick.map(p => respondActivity(p, 'Completed', { result: 'r' })),
  ),
  fc.tuple(pick, text).map(([p, details]) => respondActivity(p, 'Failed', { reason: 'f', details })),
  pick.map(p => respondActivity(p, 'Canceled', {})),
  ...times(
    2,
    fc.tuple(pick, fc.constantFrom(undefined, 'h1', 'h2')).map(([p, details]) => heartbeat(p, details)),
  ),
  ...times(
    3,
    allIds.map(id => steer('Signal', id, { signalName: 's' })),
  ),
  allIds.map(id => steer('RequestCancel', id, {})),
  fc
    .tuple(allIds, some({ reason: text, childPolicy: policies }))
    .map(([id, more]) => steer('Terminate', id, more)),
  ...times(4, duration.map(timePasses)),
  duration.map(restart),
]

function registered(): Real {
  const real = new Real()
  const register = (action: string, input: object) => accepted(real.ask(action, input))
  register('RegisterDomain', { name: 'd', workflowExecutionRetentionPeriodInDays: '7' })
  register('RegisterWorkflowType', {
    domain: 'd',
    ...flow,
    defaultTaskList: { name: typeDefaults.taskList },
    defaultChildPolicy: typeDefaults.childPolicy,
    defaultTaskStartToCloseTimeout: typeDefaults.taskTimeout,
    defaultExecutionStartToCloseTimeout: typeDefaults.executionTimeout,
  })
  register('RegisterActivityType', {
    domain: 'd',
    ...act,
    defaultTaskList: { name: 'acts' },
    defaultTaskScheduleToStartTimeout: 'NONE',
    defaultTaskScheduleToCloseTimeout: 'NONE',
    defaultTaskStartToCloseTimeout: 'NONE',
    defaultTaskHeartbeatTimeout: 'NONE',
  })
  register('RegisterActivityType', { domain: 'd', name: 'bare', version: '1' })
  return real
}

test(
  'the machine behaves like the model for any sequence of requests',
  { timeout: 20_000 + runs * 100 },
  () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(fc.noBias(fc.commands(commands, { maxCommands: 80, size: 'max' })), all => {
        const model = new SwfModel()
        const real = registered()
        fc.modelRun(() => ({ model, real }), all)
        same(faultsOfLog(real.log), [])
        for (const { history } of model.executions) for (const { type } of history) seen.add(type)
      }),
      { numRuns: runs },
    )
    // all except RecordMarkerFailed and those of Lambda functions, and sometimes a rare one
    if (runs >= 600) expect(seen.size).toBeGreaterThan(40)
  },
)
