import { documentedLimits } from '../../src/model/limits.ts'
import { operations, shapes } from '../../src/model/generated/shapes.ts'
import type { ScalarShape } from '../../src/model/shape.ts'

const enumOf = (shape: string) => (shapes[shape] as ScalarShape).enum!

/** Where the local SWF differs from the service, or lacks something, and why. */
const deviations: Readonly<Record<string, string>> = {
  OPERATION_NOT_PERMITTED: 'there are no permissions here: every caller may do everything',
  'fault OperationNotPermittedFault': 'there are no permissions here',
  'event RecordMarkerFailed': 'its only cause is a missing permission',
  'cause ScheduleLambdaFunctionFailed LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION':
    'Lambda is in every region here',
  'cause ContinueAsNewWorkflowExecutionFailed CONTINUE_AS_NEW_WORKFLOW_EXECUTION_RATE_EXCEEDED':
    'no rate is documented',
  'cause ScheduleLambdaFunctionFailed LAMBDA_FUNCTION_CREATION_RATE_EXCEEDED': 'no rate is documented',
  'event StartLambdaFunctionFailed':
    'its only cause is a role that can not be assumed; there are no roles here',
  'cause StartLambdaFunctionFailed ASSUME_ROLE_FAILED': 'there are no roles here',
}

/** Questions that no source answers, the implemented behavior, and the arguments for it. */
const readings: readonly (readonly [question: string, built: string, why: string])[] = [
  ['empty poll: taskToken absent or `""`', 'absent', 'safe for all known clients'],
  [
    'previousStartedEventId after a decision task that timed out',
    'that of the last completed one',
    'never skips events that nobody has worked on',
  ],
  ['a page token after its decision task has ended', 'UnknownResourceFault', 'consistent with task tokens'],
  ['start or register in a deprecated domain', 'DomainDeprecatedFault', 'its deprecation forbids it'],
  ['types of an undeprecated domain', 'stay deprecated', 'they have actions of their own'],
  ['order of checks of StartWorkflowExecution', 'domain, type, deprecated, defaults, running', 'moto'],
  ['a second cancel request', 'a second event', 'no fault is known'],
  [
    'a failed decision and a close in one batch',
    'the close succeeds',
    'UNHANDLED_DECISION speaks of new events only',
  ],
  ['a child started in the closing batch', 'it starts, then the child policy', 'recorded as accepted'],
  [
    'sticky task list: a completion without one; a task queued already; the clock; a permanent one after a timeout',
    'kept; stays; from the moment it can be polled; kept',
    'wording of the model',
  ],
  [
    'a decision task times out while one is queued',
    'no second DecisionTaskScheduled',
    'at most one is queued',
  ],
  ['child policy at continue-as-new', 'applied', 'one rule for all closes; Cadence'],
  ['execution timeout NONE in decisions', 'one year', 'texts disagree'],
  ['deadlines at the same instant; a timeout of 0', 'in order of their set-up; at once', 'no source'],
  ['order of default checks of ScheduleActivityTask', "moto's", 'only source'],
  ['CountPending…: started tasks', 'not counted', '"pending"'],
  ['latestCancelRequestedEventId without a request', '0', 'rule of zeros'],
  ['unit of lengths', 'UTF-16 units', 'a Java service'],
  ['retention NONE or 0', 'a day of grace', "boto 2's integration test"],
  ['an empty string for an optional duration', 'as absent', 'length 0 is allowed'],
  ['the clock steps back', 'event times stand still', 'histories are relied on to be monotone'],
  ['taskListScheduleToStartTimeout without taskList', 'ignored', 'there is nothing to bound'],
  ['openCounts and cancelRequested after the close', 'not zeroed; false', 'recordings'],
  ['decisions before a refused close', 'stay done', 'Cadence; events are appended in order'],
  ['fault for a bad name, retention over 90', 'ValidationException', 'only fault left'],
  [
    "a child's workflow id with a colon, a slash or a vertical bar",
    'taken',
    "AWS's Flow frameworks name children so",
  ],
  ['two time filters in one query', 'the text of two exclusive filters', 'no recording of that text'],
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
    'Each event that a test sees is held to the API model: required members, no unknown one, JSON types.',
  ],
  ['Why decisions fail', 'cause', causes, ''],
  ['Timeouts', 'timeout', timeouts, ''],
  ['Faults', 'fault', faults, ''],
  [
    'Quotas',
    'quota',
    Object.keys(documentedLimits),
    'Documented numbers by default, each can be changed (`createLocalSwf({ limits })`).',
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
        ? ['built', test]
        : deviation !== undefined
          ? ['deviates', deviation]
          : ['not seen by a test', '']
    return `| ${id} | ${status} | ${inCell(by)} |`
  }
  return [
    '# Conformance',
    '',
    'What Amazon SWF has and this local SWF does. Made by the tests: a row says "built" when a test of this build has seen the',
    'machine do it, and names the first such test. The reference is the API model (`packages/local/model/service-2.json`), the',
    'Developer Guide, and recordings of the real service.',
    '',
    ...sections.flatMap(([title, kind, ids, intro]) => [
      `## ${title}`,
      '',
      ...(intro === '' ? [] : [intro, '']),
      '| what | status | test, or why |',
      '| --- | --- | --- |',
      ...ids.map(id => rows(kind, id)),
      '',
    ]),
    '## Readings of what no source settles',
    '',
    '| question | built | why |',
    '| --- | --- | --- |',
    ...readings.map(([question, built, why]) => `| ${question} | ${built} | ${why} |`),
    '',
  ].join('\n')
}

/** Escapes a text for a table cell in Markdown. */
const inCell = (text: string) =>
  text.replaceAll(/\s+/g, ' ').trim().replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('_', '\\_')
