import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMachine } from '../src/machine/machine.ts'
import { SwfError } from '../src/model/swf-error.ts'
import type { Draft } from '../src/machine/transaction.ts'
import {
  cancelExternal,
  child,
  complete,
  continueAsNew,
  flow,
  schedule,
  signalExternal,
  timer,
} from './test-service.ts'

/*
 * Requests in one region change no response in another one. Each region gets the responses of a machine that has only this
 * region.
 */

type Region = 'us-east-1' | 'eu-west-1'

type Step =
  | { readonly region: Region; readonly action: string; readonly input: Input; readonly token?: Token }
  | { readonly milliseconds: number }

type Input = Readonly<Record<string, unknown>>
/** The task to which a request responds: the last one that was started in a region. */
type Token = { readonly of: Region; readonly kind: 'Decision' | 'Activity' }

/** A request, and its response. */
interface Asked {
  readonly region: Region
  readonly action: string
  readonly input: Input
  readonly answer: unknown
}
type Lived = Asked | { readonly milliseconds: number }

/**
 * The responses of a machine to these requests. Run ids depend on the region of the request only, so that they are the same in
 * both runs.
 */
function live(steps: readonly Step[]): Lived[] {
  let current: Region = 'us-east-1'
  const runs = { 'us-east-1': 0, 'eu-west-1': 0 }
  const machine = createMachine({ randomId: () => `${current}/${++runs[current]}=` })
  const tokens = new Map<string, unknown>()
  let now = 1_700_000_000_000
  let seq = 0
  const commit = (draft: Draft) => {
    machine.apply({ ...draft, seq: ++seq, at: now })
    for (let next = machine.pendingTransition(now); next; next = machine.pendingTransition(now)) {
      machine.apply({ ...next, seq: ++seq, at: now })
    }
  }
  const ask = (region: Region, action: string, input: Input): unknown => {
    current = region
    try {
      const outcome = machine.handle(action, input, now, { region })
      if ('wait' in outcome) return outcome.empty
      if (outcome.record !== undefined) commit(outcome.record)
      return JSON.parse(JSON.stringify(outcome.response ?? {}))
    } catch (error) {
      if (!(error instanceof SwfError)) throw error
      return `${error.name}: ${error.message}`
    }
  }
  return steps.map(step => {
    if ('milliseconds' in step) {
      now += step.milliseconds
      for (let draft = machine.due(now); draft; draft = machine.due(now)) commit(draft)
      return step
    }
    const { region, action, token } = step
    const taskToken = token && (tokens.get(nameOf(token)) ?? 'none')
    const input = token === undefined ? step.input : { ...step.input, taskToken }
    const answer = ask(region, action, input)
    const given = (answer as { taskToken?: string }).taskToken
    const kind = action.includes('Decision') ? 'Decision' : 'Activity'
    if (given !== undefined) tokens.set(nameOf({ of: region, kind }), given)
    return { region, action, input, answer }
  })
}

/** The steps that concern a region: its own requests, and time. */
const seenBy = (region: Region, lived: readonly Lived[]) =>
  lived.filter(one => 'milliseconds' in one || one.region === region)

const nameOf = ({ of, kind }: Token) => `${of} ${kind}`

const regions = fc.constantFrom<Region>('us-east-1', 'eu-west-1')
const domains = fc.constantFrom('d', 'd', 'd', 'e')
const workflowIds = fc.constantFrom('a', 'b', 'c')
const lists = fc.constantFrom('l', 'm')
const taskList = lists.map(name => ({ name }))
const status = fc.constantFrom('REGISTERED', 'DEPRECATED')
const filter = { startTimeFilter: { oldestDate: 0 } }

const values = {
  executionStartToCloseTimeout: '100',
  taskStartToCloseTimeout: '10',
  childPolicy: 'TERMINATE' as const,
  taskList: { name: 'l' },
}
const timeouts = {
  taskList: { name: 'l' },
  scheduleToStartTimeout: '20',
  scheduleToCloseTimeout: 'NONE',
  startToCloseTimeout: '20',
  heartbeatTimeout: 'NONE',
}
const decisions = fc.oneof(
  fc.array(
    fc.oneof(
      workflowIds.map(id => child(id, values)),
      workflowIds.map(id => signalExternal(id)),
      workflowIds.map(id => cancelExternal(id)),
      fc.constantFrom(timer('t', 5), schedule('1', timeouts)),
    ),
    { minLength: 1, maxLength: 3 },
  ),
  fc.constantFrom([complete('r')], [continueAsNew(values)]),
)

const requests: Record<string, fc.Arbitrary<Input>> = {
  RegisterDomain: domains.map(name => ({ name, workflowExecutionRetentionPeriodInDays: '1' })),
  DeprecateDomain: domains.map(name => ({ name })),
  DescribeDomain: domains.map(name => ({ name })),
  ListDomains: status.map(registrationStatus => ({ registrationStatus })),
  TagResource: fc.tuple(regions, domains).map(([region, name]) => ({
    resourceArn: `arn:aws:swf:${region}:123456789012:/domain/${name}`,
    tags: [{ key: 'k', value: 'v' }],
  })),
  RegisterWorkflowType: domains.map(domain => ({ domain, ...flow })),
  RegisterActivityType: domains.map(domain => ({ domain, name: 'act', version: '1' })),
  ListWorkflowTypes: fc.record({ domain: domains, registrationStatus: status }),
  SignalWorkflowExecution: fc.record({
    domain: domains,
    workflowId: workflowIds,
    signalName: fc.constant('s'),
  }),
  TerminateWorkflowExecution: fc.record({ domain: domains, workflowId: workflowIds }),
  GetWorkflowExecutionHistory: fc
    .tuple(domains, workflowIds, regions, fc.integer({ min: 1, max: 4 }))
    .map(([domain, workflowId, region, n]) => ({
      domain,
      execution: { workflowId, runId: `${region}/${n}=` },
    })),
  ListOpenWorkflowExecutions: domains.map(domain => ({ domain, ...filter })),
  ListClosedWorkflowExecutions: domains.map(domain => ({ domain, ...filter })),
  CountPendingDecisionTasks: fc.record({ domain: domains, taskList }),
  CountPendingActivityTasks: fc.record({ domain: domains, taskList }),
}

const start = fc
  .record({ domain: domains, workflowId: workflowIds })
  .map(input => ({ ...values, ...input, workflowType: flow }))
const often: readonly [string, fc.Arbitrary<Input>][] = [
  ['StartWorkflowExecution', start],
  ['PollForDecisionTask', domains.map(domain => ({ domain, taskList: { name: 'l' } }))],
  ['PollForActivityTask', domains.map(domain => ({ domain, taskList: { name: 'l' } }))],
]

const of = (action: string, input: fc.Arbitrary<Input>): fc.Arbitrary<Step> =>
  fc.record({ region: regions, action: fc.constant(action), input })
const answering = (action: string, kind: Token['kind'], input: fc.Arbitrary<Input>): fc.Arbitrary<Step> =>
  fc
    .record({
      region: regions,
      input,
      from: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, regions),
    })
    .map(({ region, input, from = region }) => ({ region, action, input, token: { of: from, kind } }))

const steps = fc.array(
  fc.oneof(
    ...Object.entries(requests).map(([action, input]) => ({ weight: 2, arbitrary: of(action, input) })),
    ...often.map(([action, input]) => ({ weight: 20, arbitrary: of(action, input) })),
    {
      weight: 30,
      arbitrary: answering(
        'RespondDecisionTaskCompleted',
        'Decision',
        decisions.map(all => ({ decisions: all })),
      ),
    },
    { weight: 3, arbitrary: answering('RespondActivityTaskCompleted', 'Activity', fc.constant({})) },
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 30_000 }).map(milliseconds => ({ milliseconds })) },
  ),
  { minLength: 30, maxLength: 60, size: 'max' },
)

/** Both regions, with the same names in them. */
const begun: readonly Step[] = (['us-east-1', 'eu-west-1'] as const).flatMap(region =>
  ['d', 'e'].flatMap(domain => [
    {
      region,
      action: 'RegisterDomain',
      input: { name: domain, workflowExecutionRetentionPeriodInDays: '1' },
    },
    { region, action: 'RegisterWorkflowType', input: { domain, ...flow } },
    { region, action: 'RegisterActivityType', input: { domain, name: 'act', version: '1' } },
  ]),
)

const domain = 'd'
const poll = { action: 'PollForDecisionTask', input: { domain, taskList: { name: 'l' } } }
const respond = {
  action: 'RespondDecisionTaskCompleted',
  token: { of: 'us-east-1', kind: 'Decision' },
} as const

/** A child starts in one region, and the other region gets the token of a task of the first one. Random steps seldom do both. */
const childAndForeignToken: Step[] = [
  {
    region: 'us-east-1',
    action: 'StartWorkflowExecution',
    input: { ...values, domain, workflowId: 'a', workflowType: flow },
  },
  { region: 'us-east-1', ...poll },
  { region: 'eu-west-1', ...respond, input: { decisions: [complete('r')] } },
  { region: 'us-east-1', ...respond, input: { decisions: [child('b', values)] } },
  { region: 'us-east-1', ...poll },
  { region: 'us-east-1', ...poll },
]

test('a region responds as if there were no other one', () => {
  const seen = { started: 0, foreignTokens: 0 }
  fc.assert(
    fc.property(steps, all => {
      const together = live([...begun, ...all])
      for (const region of ['us-east-1', 'eu-west-1'] as const) {
        const alone = seenBy(region, together)
        expect(live(alone)).toEqual(alone)
      }
      const text = JSON.stringify(together)
      if (text.includes('ChildWorkflowExecutionStarted')) seen.started++
      if (together.some(one => 'answer' in one && foreign(one))) seen.foreignTokens++
    }),
    { numRuns: 60, examples: [[childAndForeignToken]] },
  )
  expect(Math.min(seen.started, seen.foreignTokens)).toBeGreaterThan(0)
})

/** Whether a request in one region had a token of the other one. */
const foreign = ({ region, answer }: Asked) =>
  typeof answer === 'string' &&
  /^UnknownResourceFault: Unknown execution: /.test(answer) &&
  !answer.includes(`runId=${region}`)
