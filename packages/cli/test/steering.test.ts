import { json, superjson } from '@reyield/data'
import { packInput } from '@reyield/data/internal'
import { connect, register } from '@reyield/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { order, report } from './configured/workflows.ts'
import { configured, inTerminal, reyield, startTestSwf, uncolored, type TestSwf } from './reyield.ts'

let swf: TestSwf
beforeAll(async () => {
  swf = await startTestSwf()
  await register(swf.swf, { domain: 'shop', workflows: [order, report] })
  for (const version of ['1', '2']) {
    await swf.swf.registerWorkflowType({
      domain: 'shop',
      name: 'plain',
      version,
      defaultTaskList: { name: 'plain' },
      defaultExecutionStartToCloseTimeout: '60',
      defaultTaskStartToCloseTimeout: '5',
      defaultChildPolicy: 'ABANDON',
    })
  }
})
afterAll(() => swf.close())

const containing = (text: string) => expect.stringContaining(text) as string
const matching = (pattern: RegExp) => expect.stringMatching(pattern) as string

/** Runs the command in a folder with a configuration. */
const withConfig = (...args: string[]) => reyield(args, { cwd: configured, env: swf.env })
/** Runs it without a configuration. */
const without = (...args: string[]) => reyield(args, { env: swf.env })

/** What the history of the open run of an id begins with. */
async function startOf(workflowId: string) {
  const { executionInfos: open = [] } = await swf.swf.listOpenWorkflowExecutions({
    domain: 'shop',
    startTimeFilter: { oldestDate: new Date(0) },
    executionFilter: { workflowId },
  })
  const execution = open[0]!.execution!
  const { events = [] } = await swf.swf.getWorkflowExecutionHistory({ domain: 'shop', execution })
  const { parentInitiatedEventId: _, ...start } = events[0]!.workflowExecutionStartedEventAttributes!
  const signals = events.flatMap(event => event.workflowExecutionSignaledEventAttributes ?? [])
  return { ...start, signals }
}

describe('start', () => {
  it('checks the input by the configured workflow, and starts it with its defaults', async () => {
    const tags = ['--tag', 'web', '--tag', 'eu']
    const [started, invalid, unreadable] = await Promise.all([
      withConfig('start', 'order', '--input', '{ item: "tea" }', '--id', 'order-1', ...tags, '--json'),
      withConfig('start', 'order', '--input', '{ itm: "tea" }'),
      withConfig('start', 'order', '--input', 'tea'),
    ])
    expect(started).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(started.out)).toEqual({
      workflowId: 'order-1',
      runId: expect.any(String) as string,
      type: { name: 'order', version: '2.0' },
    })
    expect(await startOf('order-1')).toEqual({
      input: superjson.serialize({ item: 'tea' }),
      workflowType: { name: 'order', version: '2.0' },
      taskList: { name: 'orders' },
      executionStartToCloseTimeout: '3600',
      taskStartToCloseTimeout: '10',
      childPolicy: 'TERMINATE',
      tagList: ['web', 'eu'],
      signals: [],
    })
    expect(invalid).toMatchObject({ code: 2, out: '' })
    expect(invalid.err).toMatch(
      /^error: The input of workflow 'order' is invalid: .*\$\.item \[INPUT_INVALID\]\n/,
    )
    expect(unreadable).toEqual({
      code: 2,
      out: '',
      err:
        'error: The value of --input is no JSON5, at line 1, column 2 [USAGE_INVALID]\n' +
        `  Text needs quotes: --input '"some text"'\n`,
    })
  })

  it('starts a registered type without a configuration, with the settings of its options', async () => {
    const [several, chosen, unknown, version] = await Promise.all([
      without('start', 'plain'),
      reyield(
        [
          ...['start', 'plain@2', '--id', 'plain-1', '--input', '-', '--serializer', 'json'],
          ...['--execution-timeout', '2h', '--task-timeout', '30s', '--child-policy', 'TERMINATE'],
          ...['--priority', '-3', '--task-list', 'other'],
        ],
        { env: swf.env, input: '[1, 2,]' },
      ),
      without('start', 'ordre'),
      without('start', 'plain@3', '--task-list', 'l'),
    ])
    expect(several).toEqual({
      code: 2,
      out: '',
      err: "error: Several versions of the type 'plain' are registered [USAGE_INVALID]\n  Choose one: plain@2, plain@1\n",
    })
    expect(chosen).toMatchObject({
      code: 0,
      err: '',
      out: matching(/^plain-1 started \(plain@2\), run \S+\n$/),
    })
    expect(await startOf('plain-1')).toEqual({
      input: json.serialize([1, 2]),
      workflowType: { name: 'plain', version: '2' },
      taskList: { name: 'other' },
      executionStartToCloseTimeout: '7200',
      taskStartToCloseTimeout: '30',
      childPolicy: 'TERMINATE',
      taskPriority: '-3',
      signals: [],
    })
    expect(unknown).toMatchObject({
      code: 3,
      err: matching(
        /^error: The workflow type 'ordre' isn't registered .*\[TYPE_UNKNOWN\]\n {2}Did you mean order\?\n/,
      ),
    })
    expect(version).toMatchObject({ code: 3, err: matching(/'plain' version '3'.*\[TYPE_UNKNOWN\]/) })
  })
})

it('starts an unconfigured type with the serializer text, or says by which other one the input was written', async () => {
  const start = (id: string, ...more: string[]) =>
    without('start', 'plain@2', '--id', id, '--task-list', 'l', '--input', '"tea"', ...more)
  const [silent, asText] = await Promise.all([start('default-1'), start('text-1', '--serializer', 'text')])
  expect(silent).toMatchObject({
    code: 0,
    err: "The configured workflows don't include 'plain', so the input was written by the serializer superjson; --serializer chooses another\n",
  })
  expect(asText).toMatchObject({ code: 0, err: '' })
  expect((await startOf('text-1')).input).toBe('tea')
})

it('hints at the name of a signal that the configured workflows export', async () => {
  await start('order-33')
  expect(await withConfig('signal', 'order-33', 'approve')).toEqual({
    code: 0,
    out: 'order-33 got the signal approve\n',
    err: "The configured workflows export no signal 'approve'. Did you mean approved?\n",
  })
})

describe('the commands for an open execution', () => {
  it('signal it, ask it to cancel itself, make its deciders try again, and terminate it', async () => {
    await start('order-2')
    const ended = [
      ...(await Promise.all([
        withConfig('signal', 'order-2', 'approved', '--input', '{by: "Ada"}'),
        without('signal', 'order-2', 'other', '-i', '"x"', '--serializer', 'json'),
        without('nudge', 'order-2'),
        without('request-cancel', 'order-2'),
        without('terminate', 'order-2'),
      ])),
      await without('terminate', 'order-2', '--yes', '--reason', 'twice', '--child-policy', 'ABANDON'),
    ]
    expect(ended.map(({ code, out, err }) => [code, out + err])).toEqual([
      [0, 'order-2 got the signal approved\n'],
      [0, 'order-2 got the signal other\n'],
      [0, 'The deciders of order-2 try again now\n'],
      [0, 'order-2 was asked to cancel itself\n'],
      [
        2,
        'error: To terminate without a terminal, --yes is needed [USAGE_INVALID]\n  The workflow is not asked, and cannot clean up\n',
      ],
      [0, 'order-2 was terminated\n'],
    ])
    const history = await client().handle(order, { workflowId: 'order-2' }).history()
    const signals = history.flatMap(event => event.workflowExecutionSignaledEventAttributes ?? [])
    expect(signals.map(({ signalName, input }) => [signalName, input]).sort()).toEqual([
      ['approved', superjson.serialize({ by: 'Ada' })],
      ['other', '"x"'],
      ['~nudge', undefined],
    ])
    expect(history.some(({ eventType }) => eventType === 'WorkflowExecutionCancelRequested')).toBe(true)
    expect(history.at(-1)!.workflowExecutionTerminatedEventAttributes).toMatchObject({
      reason: 'twice',
      childPolicy: 'ABANDON',
    })
  })

  it('ask before they terminate one in a terminal, and take only yes for yes', async () => {
    await start('order-3')
    const terminate = (keys: string) =>
      inTerminal(['terminate', 'order-3'], { env: swf.env, keys, columns: 200 })
    const no = await terminate('\n')
    expect(no.code).toBe(1)
    expect(uncolored(no.out)).toMatch(
      /Terminate order-3 \(order@2\.0, started \d+\w ago\)\? It cannot clean up\. \[y\/N\] order-3 was not terminated\n$/,
    )
    const yes = await terminate('yes\n')
    expect(yes.code).toBe(0)
    expect(uncolored(yes.out)).toMatch(/\[y\/N\] order-3 was terminated\n$/)
  })
})

describe('result', () => {
  it('prints the result, with the serializer of the configured workflow', async () => {
    await client().start(report, 3, { workflowId: 'report-1', taskList: 'reports' })
    await close('reports', 'CompleteWorkflowExecution', { result: '{"days":3}' })
    const [shown, printed] = await Promise.all([
      withConfig('result', 'report-1'),
      withConfig('result', 'report-1', '--json'),
    ])
    expect(shown).toEqual({ code: 0, out: '{ days: 3 }\n', err: '' })
    expect(JSON.parse(printed.out)).toEqual({ workflowId: 'report-1', result: { days: 3 } })
  })

  it('exits with 1 if the execution failed or is not closed in time, and with 3 if there is none', async () => {
    await start('order-4', 'failing')
    const [late, none] = await Promise.all([
      without('result', 'order-4', '--timeout', '50ms'),
      without('result', 'oder-4'),
    ])
    expect(late).toMatchObject({ code: 1, out: '', err: containing('[CALL_TIMED_OUT]') })
    expect(none).toMatchObject({ code: 3, out: '', err: matching(/ {2}Did you mean order-4\b/) })
    await close('failing', 'FailWorkflowExecution', { reason: 'NoTea\u001b[31m', details: 'none\nleft' })
    const failed = await without('result', 'order-4')
    expect(failed).toMatchObject({ code: 1, out: '', err: containing('[WORKFLOW_FAILED]') })
    expect(failed.err).toContain('NoTea\\x1b[31m')
  })
})

describe('rerun', () => {
  it('starts a new execution with all settings of the earlier one, without its carried signals', async () => {
    const item = (name: string) => superjson.serialize({ item: name })
    const input = packInput({ input: item('cake'), signals: [{ name: 'approved' }], cancel: true })!
    await swf.swf.startWorkflowExecution({
      domain: 'shop',
      workflowId: 'order-5',
      workflowType: { name: 'order', version: '2.0' },
      taskList: { name: 'special' },
      executionStartToCloseTimeout: '1800',
      taskStartToCloseTimeout: 'NONE',
      childPolicy: 'REQUEST_CANCEL',
      tagList: ['web'],
      taskPriority: '7',
      lambdaRole: 'arn:aws:iam::123456789012:role/x',
      input,
    })
    const recorded = await startOf('order-5')
    const [open, copied] = await Promise.all([
      without('rerun', 'order-5'),
      without('rerun', 'order-5', '--id', 'order-5b'),
    ])
    expect(open).toEqual({
      code: 2,
      out: '',
      err: "error: The execution 'order-5' is still open, so its id is in use [USAGE_INVALID]\n  Give the new one another: --id NEW\n",
    })
    expect(copied).toMatchObject({
      code: 0,
      err:
        'The run was started with a signal, not repeated now\n' +
        'The run was started with a cancel request, not repeated now\n',
    })
    expect(copied.out).toMatch(/^like run \S+ of order-5:\norder-5b started \(order@2\.0\), run \S+\n$/)
    expect(await startOf('order-5b')).toEqual({ ...recorded, input: item('cake') })

    await swf.swf.terminateWorkflowExecution({ domain: 'shop', workflowId: 'order-5' })
    const [again, invalid] = await Promise.all([
      withConfig('rerun', 'order-5', '--input', '{item: "tea"}', '--json'),
      withConfig('rerun', 'order-5', '--id', 'order-5c', '--input', '{}'),
    ])
    expect(again.code).toBe(0)
    expect(await startOf('order-5')).toEqual({ ...recorded, input: item('tea') })
    expect(invalid).toMatchObject({ code: 2, err: containing('[INPUT_INVALID]') })
  })
})

const client = () => connect({ endpoint: swf.url, domain: 'shop' })

const start = (workflowId: string, taskList = 'orders') =>
  client().start(order, { item: 'tea' }, { workflowId, taskList })

/** Closes the execution that has the oldest decision task of a list. */
async function close(
  name: string,
  decisionType: 'CompleteWorkflowExecution' | 'FailWorkflowExecution',
  attributes: object,
) {
  const { taskToken } = await swf.swf.pollForDecisionTask({ domain: 'shop', taskList: { name } })
  const member = `${decisionType[0]!.toLowerCase()}${decisionType.slice(1)}DecisionAttributes`
  await swf.swf.respondDecisionTaskCompleted({
    taskToken,
    decisions: [{ decisionType, [member]: attributes }],
  })
}
