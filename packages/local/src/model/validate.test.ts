import { describe, expect, test } from 'vitest'
import { validate } from './validate.ts'
import type { Action } from './validate.ts'

function refusal(action: Action, body: unknown): string {
  try {
    validate(action, body)
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
  return 'accepted'
}

const one = (item: string) => `ValidationException: 1 validation error detected: ${item}`
const start = { domain: 'd', workflowId: 'w', workflowType: { name: 't', version: '1' } }
const respond = (...decisions: unknown[]) => ({ taskToken: 'x', decisions })

describe('constraints of the model, worded as the service words them', () => {
  test.each<[string, Action, unknown, string]>([
    [
      'a page too large',
      'ListDomains',
      { registrationStatus: 'REGISTERED', maximumPageSize: 1001 },
      one(
        "Value '1001' at 'maximumPageSize' failed to satisfy constraint: Member must have value less than or equal to 1000",
      ),
    ],
    [
      'a page below zero',
      'ListDomains',
      { registrationStatus: 'REGISTERED', maximumPageSize: -1 },
      one(
        "Value '-1' at 'maximumPageSize' failed to satisfy constraint: Member must have value greater than or equal to 0",
      ),
    ],
    [
      'a required member that is not there',
      'DescribeDomain',
      {},
      one("Value null at 'name' failed to satisfy constraint: Member must not be null"),
    ],
    [
      'a required member that is null',
      'DescribeDomain',
      { name: null },
      one("Value null at 'name' failed to satisfy constraint: Member must not be null"),
    ],
    [
      'a string too long',
      'StartWorkflowExecution',
      { ...start, workflowId: 'w'.repeat(257) },
      one(
        `Value '${'w'.repeat(257)}' at 'workflowId' failed to satisfy constraint: Member must have length less than or equal to 256`,
      ),
    ],
    [
      'a string too short',
      'DescribeDomain',
      { name: '' },
      one(
        "Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1",
      ),
    ],
    [
      'a list too long',
      'StartWorkflowExecution',
      { ...start, tagList: ['a', 'b', 'c', 'd', 'e', 'f'] },
      one(
        "Value '[a, b, c, d, e, f]' at 'tagList' failed to satisfy constraint: Member must have length less than or equal to 5",
      ),
    ],
    [
      'no member of an enumeration',
      'StartWorkflowExecution',
      { ...start, childPolicy: 'KILL' },
      one(
        "Value 'KILL' at 'childPolicy' failed to satisfy constraint: Member must satisfy enum value set: [TERMINATE, REQUEST_CANCEL, ABANDON]",
      ),
    ],
    [
      'no type of a decision',
      'RespondDecisionTaskCompleted',
      respond({ decisionType: 'Dance' }),
      one(
        "Value 'Dance' at 'decisions.1.member.decisionType' failed to satisfy constraint: Member must satisfy enum value set: [CompleteWorkflowExecution, StartTimer, RequestCancelExternalWorkflowExecution, SignalExternalWorkflowExecution, CancelTimer, RecordMarker, ScheduleActivityTask, ContinueAsNewWorkflowExecution, ScheduleLambdaFunction, FailWorkflowExecution, RequestCancelActivityTask, StartChildWorkflowExecution, CancelWorkflowExecution]",
      ),
    ],
    [
      'a decision that is null',
      'RespondDecisionTaskCompleted',
      respond(null),
      one("Value null at 'decisions.1.member' failed to satisfy constraint: Member must not be null"),
    ],
    [
      'attributes of another decision without what they require',
      'RespondDecisionTaskCompleted',
      respond({ decisionType: 'CompleteWorkflowExecution', startTimerDecisionAttributes: { timerId: 't' } }),
      one(
        "Value null at 'decisions.1.member.startTimerDecisionAttributes.startToFireTimeout' failed to satisfy constraint: Member must not be null",
      ),
    ],
    [
      'several at once',
      'StartWorkflowExecution',
      { domain: 'd', workflowType: { name: '', version: '1' } },
      "ValidationException: 2 validation errors detected: Value null at 'workflowId' failed to satisfy constraint: Member must not be null; Value '' at 'workflowType.name' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
  ])('%s', (_, action, body, message) => {
    expect(refusal(action, body)).toBe(message)
  })
})

describe('values of a wrong JSON type', () => {
  test.each<[string, Action, unknown, string]>([
    ['a number for a string', 'DescribeDomain', { name: 7 }, "The value at 'name' is not a string"],
    ['a list for a string', 'DescribeDomain', { name: ['d'] }, "The value at 'name' is not a string"],
    [
      'a string for a structure',
      'StartWorkflowExecution',
      { ...start, workflowType: 't' },
      "The value at 'workflowType' is not an object",
    ],
    [
      'a structure for a list',
      'StartWorkflowExecution',
      { ...start, tagList: {} },
      "The value at 'tagList' is not a list",
    ],
    [
      'half a page',
      'ListDomains',
      { registrationStatus: 'REGISTERED', maximumPageSize: 0.5 },
      "The value at 'maximumPageSize' is not an integer",
    ],
    [
      'a word for a boolean',
      'ListDomains',
      { registrationStatus: 'REGISTERED', reverseOrder: 'true' },
      "The value at 'reverseOrder' is not a boolean",
    ],
    [
      'a text for a time',
      'ListOpenWorkflowExecutions',
      { domain: 'd', startTimeFilter: { oldestDate: '2026-01-01' } },
      "The value at 'startTimeFilter.oldestDate' is not a number of epoch seconds",
    ],
    ['a list as the request', 'DescribeDomain', [], 'The request is not an object'],
    ['a string as the request', 'DescribeDomain', 'name', 'The request is not an object'],
  ])('%s', (_, action, body, message) => {
    expect(refusal(action, body)).toBe(`SerializationException: ${message}`)
  })
})

describe('rules that the model only states in words', () => {
  const names = ['a:b', 'a/b', 'a|b', 'a\u0000', 'a\u009f', 'arn', '\ud800']
  const at = (path: string, name: string): [string, Action, unknown][] => [
    [path, 'RegisterDomain', { name, workflowExecutionRetentionPeriodInDays: '1' }],
    [path, 'RegisterWorkflowType', { domain: 'd', name, version: '1' }],
    [path, 'RegisterWorkflowType', { domain: 'd', name: 'n', version: name }],
    [path, 'RegisterActivityType', { domain: 'd', name, version: '1' }],
    [path, 'StartWorkflowExecution', { ...start, workflowId: name }],
    [path, 'StartWorkflowExecution', { ...start, taskList: { name } }],
    [path, 'PollForActivityTask', { domain: 'd', taskList: { name } }],
    [
      path,
      'RespondDecisionTaskCompleted',
      respond({
        decisionType: 'StartTimer',
        startTimerDecisionAttributes: { timerId: name, startToFireTimeout: '1' },
      }),
    ],
    [
      path,
      'RespondDecisionTaskCompleted',
      respond({
        decisionType: 'ScheduleActivityTask',
        scheduleActivityTaskDecisionAttributes: {
          activityId: name,
          activityType: { name: 'a', version: '1' },
        },
      }),
    ],
  ]
  test.each(names.flatMap(name => at(name, name)))('the name %j is refused by %s', (_, action, body) => {
    expect(refusal(action, body)).toMatch(
      /^ValidationException: 1 validation error detected: Value .* must not/,
    )
  })

  test.each(
    ['arn:', 'warn', 'a b', ' a', "it's", 'a.b-c_d', '漢字', '😀'].map(n => [n, n.includes(':')] as const),
  )('the workflow id %j', (workflowId, bad) => {
    expect(refusal('StartWorkflowExecution', { ...start, workflowId }) === 'accepted').toBe(!bad)
  })

  test.each([' list', 'list '])('rejects the task list %j, which begins or ends with white space', name => {
    expect(refusal('PollForDecisionTask', { domain: 'd', taskList: { name } })).toContain('white space')
  })

  test('limits only the length of markers, signals, tags and identities', () => {
    expect(
      refusal('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 'arn:aws/swf|\u0001' }),
    ).toBe('accepted')
    expect(refusal('StartWorkflowExecution', { ...start, tagList: ['a:b', null] })).toBe('accepted')
  })

  test.each<[string, Action, unknown, boolean]>([
    ['0', 'StartWorkflowExecution', { ...start, executionStartToCloseTimeout: '0' }, true],
    ['one year', 'StartWorkflowExecution', { ...start, executionStartToCloseTimeout: '31536000' }, true],
    [
      'a second more',
      'StartWorkflowExecution',
      { ...start, executionStartToCloseTimeout: '31536001' },
      false,
    ],
    ['NONE', 'StartWorkflowExecution', { ...start, executionStartToCloseTimeout: 'NONE' }, false],
    ['nothing', 'StartWorkflowExecution', { ...start, executionStartToCloseTimeout: '' }, true],
    ['NONE for a task', 'StartWorkflowExecution', { ...start, taskStartToCloseTimeout: 'NONE' }, true],
    ['a fraction', 'StartWorkflowExecution', { ...start, taskStartToCloseTimeout: '1.5' }, false],
    ['a negative', 'StartWorkflowExecution', { ...start, taskStartToCloseTimeout: '-1' }, false],
    ['a unit', 'StartWorkflowExecution', { ...start, taskStartToCloseTimeout: '5s' }, false],
    ['priority 2147483647', 'StartWorkflowExecution', { ...start, taskPriority: '2147483647' }, true],
    ['priority 2147483648', 'StartWorkflowExecution', { ...start, taskPriority: '2147483648' }, false],
    ['priority -2147483648', 'StartWorkflowExecution', { ...start, taskPriority: '-2147483648' }, true],
    ['priority high', 'StartWorkflowExecution', { ...start, taskPriority: 'high' }, false],
    ['90 days', 'RegisterDomain', { name: 'd', workflowExecutionRetentionPeriodInDays: '90' }, true],
    ['91 days', 'RegisterDomain', { name: 'd', workflowExecutionRetentionPeriodInDays: '91' }, false],
    ['NONE days', 'RegisterDomain', { name: 'd', workflowExecutionRetentionPeriodInDays: 'NONE' }, true],
  ])('%s', (_, action, body, accepted) => {
    expect(refusal(action, body) === 'accepted').toBe(accepted)
  })

  test.each(['NONE', '', '-1', '1m'])('rejects a timer of %j', startToFireTimeout => {
    const body = respond({
      decisionType: 'StartTimer',
      startTimerDecisionAttributes: { timerId: 't', startToFireTimeout },
    })
    expect(refusal('RespondDecisionTaskCompleted', body)).toContain('startToFireTimeout')
  })
})

describe('accepted input', () => {
  test('treats nulls, empty optional durations and empty run ids as absent, and ignores unknown members', () => {
    expect(
      validate('SignalWorkflowExecution', {
        domain: 'd',
        workflowId: 'w',
        signalName: 's',
        runId: '',
        input: null,
        x: 1,
      }),
    ).toEqual({ domain: 'd', workflowId: 'w', signalName: 's' })
    expect(validate('StartWorkflowExecution', { ...start, taskStartToCloseTimeout: '' })).toEqual(start)
  })

  test('treats a missing body as an empty one', () => {
    expect(refusal('DescribeDomain', undefined)).toContain("Value null at 'name'")
  })

  test('keeps null in a list of strings', () => {
    expect(validate('StartWorkflowExecution', { ...start, tagList: [null] })).toEqual({
      ...start,
      tagList: [null],
    })
  })

  test('ignores members of the prototype', () => {
    const body = JSON.parse('{ "__proto__": { "name": "d" }, "constructor": 1 }') as unknown
    expect(refusal('DescribeDomain', body)).toContain("Value null at 'name'")
  })

  test('counts lengths in UTF-16 code units', () => {
    const reason = '😀'.repeat(128)
    expect(refusal('TerminateWorkflowExecution', { domain: 'd', workflowId: 'w', reason })).toBe('accepted')
    expect(
      refusal('TerminateWorkflowExecution', { domain: 'd', workflowId: 'w', reason: `${reason}x` }),
    ).toContain('Member must have length less than or equal to 256')
  })
})
