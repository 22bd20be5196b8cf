import { documentedLimits } from '../../src/model/limits.ts'
import { operations, shapes } from '../../src/model/generated/shapes.ts'
import type { ScalarShape } from '../../src/model/shape.ts'

const enumOf = (shape: string) => (shapes[shape] as ScalarShape).enum!

/** Where the local SWF differs from the service, or lacks something, and why. */
const deviations: Readonly<Record<string, string>> = {
  OPERATION_NOT_PERMITTED: 'the local SWF has no permissions: every caller can do everything',
  'fault OperationNotPermittedFault': 'the local SWF has no permissions',
  'event RecordMarkerFailed': 'its only cause is a missing permission',
  'cause ScheduleLambdaFunctionFailed LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION':
    'Lambda is available in every region of the local SWF',
  'cause ContinueAsNewWorkflowExecutionFailed CONTINUE_AS_NEW_WORKFLOW_EXECUTION_RATE_EXCEEDED':
    'no rate is documented',
  'cause ScheduleLambdaFunctionFailed LAMBDA_FUNCTION_CREATION_RATE_EXCEEDED': 'no rate is documented',
  'event StartLambdaFunctionFailed':
    "its only cause is a role that can't be assumed, and the local SWF has no roles",
  'cause StartLambdaFunctionFailed ASSUME_ROLE_FAILED': 'the local SWF has no roles',
}

/** Questions that no source answers, the implemented behavior, and the arguments for it. */
const readings: readonly (readonly [question: string, built: string, why: string])[] = [
  ['empty poll: taskToken absent or `""`', 'absent', 'safe for all known clients'],
  [
    'previousStartedEventId after a decision task that timed out',
    'that of the last completed one',
    'no events are skipped that no decider has processed',
  ],
  ['a page token after its decision task has ended', 'UnknownResourceFault', 'consistent with task tokens'],
  ['start or register in a deprecated domain', 'DomainDeprecatedFault', 'deprecating a domain forbids it'],
  ['types of an undeprecated domain', 'stay deprecated', 'they have their own actions'],
  ['order of checks of StartWorkflowExecution', 'domain, type, deprecated, defaults, running', 'moto'],
  ['a second cancel request', 'a second event', 'no error for it is documented'],
  [
    'a failed decision and a close in one batch',
    'the close succeeds',
    'UNHANDLED_DECISION is only documented for new events',
  ],
  [
    'a child started in the closing batch',
    'it starts, then the child policy is applied',
    'its event is recorded',
  ],
  [
    'sticky task list: after a completion without one; for a queued task; begin of its timeout; a permanent one after a timeout',
    'is kept; is not changed; when the task can be polled; is kept',
    'wording of the model',
  ],
  [
    'a decision task times out while one is queued',
    'no second DecisionTaskScheduled',
    'at most one is queued',
  ],
  ['child policy at continue-as-new', 'applied', 'the same rule for all closes; Cadence'],
  ['execution timeout NONE in decisions', 'one year', 'the API reference contradicts itself'],
  [
    'deadlines at the same time; a timeout of 0',
    'in the order in which they were added; at once',
    'no source',
  ],
  ['order of default checks of ScheduleActivityTask', "moto's", 'only source'],
  ['CountPending…: started tasks', 'not counted', 'the word "pending"'],
  ['latestCancelRequestedEventId without a request', '0', 'other missing event ids are 0'],
  ['unit of lengths', 'UTF-16 code units', 'the service is written in Java'],
  ['retention NONE or 0', 'kept for a day', "boto 2's integration test"],
  ['an empty string for an optional duration', 'means absent', 'length 0 is allowed'],
  ['the clock goes back', 'event times stay the same', 'programs rely on increasing event times'],
  ['taskListScheduleToStartTimeout without taskList', 'ignored', 'there is no task list to which it applies'],
  ['openCounts and cancelRequested after the close', 'not reset to 0; false', 'recordings'],
  ['decisions before a refused close', 'are done', 'Cadence; events are appended in order'],
  ['error for an invalid name or a retention over 90', 'ValidationException', 'no other error applies'],
  [
    "a child's workflow id with a colon, a slash or a vertical bar",
    'accepted',
    "AWS's Flow frameworks use such ids for children",
  ],
  [
    'error for two time filters in one query',
    'the text for two exclusive filters',
    'that text is not recorded',
  ],
]

const faults = [
  ...['UnknownResourceFault', 'DomainAlreadyExistsFault', 'DomainDeprecatedFault', 'TypeAlreadyExistsFault'],
  ...['TypeDeprecatedFault', 'TypeNotDeprecatedFault', 'WorkflowExecutionAlreadyStartedFault'],
  ...['DefaultUndefinedFault', 'LimitExceededFault', 'TooManyTagsFault', 'OperationNotPermittedFault'],
  ...['ValidationException', 'SerializationException', 'UnknownOperationException', 'ThrottlingException'],
]

const timeouts = [
  ...['START_TO_CLOSE', 'SCHEDULE_TO_START', 'SCHEDULE_TO_CLOSE', 'HEARTBEAT'].map(
    type => `ActivityTaskTimedOut ${type}`,
  ),
  ...['START_TO_CLOSE', 'SCHEDULE_TO_START'].map(type => `DecisionTaskTimedOut ${type}`),
  ...['WorkflowExecutionTimedOut', 'ChildWorkflowExecutionTimedOut', 'LambdaFunctionTimedOut'].map(
    type => `${type} START_TO_CLOSE`,
  ),
]

const causes = Object.keys(shapes)
  .filter(name => name.endsWith('FailedCause'))
  .flatMap(name => enumOf(name).map(cause => `${name.slice(0, -'Cause'.length)} ${cause}`))

const sections: readonly (readonly [title: string, kind: string, ids: readonly string[], intro: string])[] = [
  ['Actions', 'action', Object.keys(operations), ''],
  ['Decisions', 'decision', enumOf('DecisionType'), ''],
  [
    'Events',
    'event',
    enumOf('EventType'),
    'Each event that a test sees is checked against the API model: required members, no unknown members, JSON types.',
  ],
  ['Causes of failed decisions', 'cause', causes, ''],
  ['Timeouts', 'timeout', timeouts, ''],
  ['SWF errors', 'fault', faults, ''],
  [
    'Quotas',
    'quota',
    Object.keys(documentedLimits),
    'The defaults are the documented numbers. Each can be changed (`createLocalSwf({ limits })`).',
  ],
]

/** Makes the page from what the tests have seen. */
export function conformancePage(tests: ReadonlyMap<string, string>): string {
  const rows = (kind: string, id: string): string => {
    const key = `${kind} ${id}`
    const test = tests.get(key)
    const deviation = deviations[key] ?? deviations[id.split(' ')[1] ?? '']
    const [status, by] =
      test !== undefined
        ? ['supported', test]
        : deviation !== undefined
          ? ['deviates', deviation]
          : ['not seen by any test', '']
    return `| ${id} | ${status} | ${inCell(by)} |`
  }
  return [
    '# Conformance',
    '',
    'The features of Amazon SWF, and whether the local SWF supports them. This page is written by the tests: a row says "supported" if a test',
    'has seen the feature, and names such a test. The reference is the API model (`packages/local/model/service-2.json`), the Developer',
    'Guide, and recordings of the real service.',
    '',
    ...sections.flatMap(([title, kind, ids, intro]) => [
      `## ${title}`,
      '',
      ...(intro === '' ? [] : [intro, '']),
      '| feature | status | test, or reason |',
      '| --- | --- | --- |',
      ...ids.map(id => rows(kind, id)),
      '',
    ]),
    '## Decisions where sources are missing or contradict each other',
    '',
    '| question | implemented behavior | reason |',
    '| --- | --- | --- |',
    ...readings.map(([question, built, why]) => `| ${question} | ${built} | ${why} |`),
    '',
  ].join('\n')
}

/** Escapes a text for a table cell in Markdown. */
const inCell = (text: string) =>
  text.replaceAll(/\s+/g, ' ').trim().replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('_', '\\_')
