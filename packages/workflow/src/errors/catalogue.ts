/**
 * Every error code of Reyield (the local SWF has its own, it stands alone), with what it means in a sentence.
 * A code never changes its meaning. `docs/errors.md` has a section for each: what happened and what to do.
 */
export const catalogue = {
  // definitions
  DEFINITION_INVALID:
    'A workflow or an activity is declared with a name, version or option that SWF would refuse.',
  DEFINITION_DUPLICATE: 'Two workflows, or two activities, of one name and version are served by one worker.',
  DURATION_INVALID: 'A duration has no unit, is negative or infinite, or is longer than SWF takes.',
  TIMEOUT_MISSING: 'A timeout that SWF needs is given neither where the type is declared nor at the call.',
  TASK_LIST_MISSING: 'A workflow is started without a task list, and its declaration has none.',
  COMPOSITE_EMPTY: 'race was called without a branch; it could never settle.',
  // payloads
  PAYLOAD_UNSERIALIZABLE: 'A value would be lost or changed if it were written; the message has its path.',
  PAYLOAD_UNREADABLE: 'A recorded string was not written by the serializer that is to read it.',
  PAYLOAD_TOO_LONG: 'A serialized value is longer than SWF allows for its field.',
  INPUT_INVALID:
    'A schema refuses the input of a workflow or an activity, or what a signal carries; the error has the paths.',
  SCHEMA_UNUSABLE: 'A schema validates asynchronously, or threw an error instead of an answer.',
  // thrown into workflows
  ACTIVITY_FAILED: 'An activity failed: its worker answered with a failure.',
  ACTIVITY_TIMED_OUT: 'An activity ran into one of its four timeouts.',
  ACTIVITY_CANCELED:
    'An activity was canceled, by its worker or by SWF, without being asked to by this workflow.',
  ACTIVITY_NOT_SCHEDULED: 'SWF refused to schedule an activity; the error has the cause.',
  TIMER_NOT_STARTED: 'SWF refused to start a timer; the error has the cause.',
  CANCELED: 'The execution was asked to cancel itself.',
  TIMED_OUT: 'What stands in timeout(…) did not settle in time.',
  MAP_FAILED: 'More branches of a map failed than it tolerates.',
  HISTORY_BUDGET_EXCEEDED: 'Branches need more events than the history of the execution has left.',
  FORK_ENDED: 'A fork was joined that had been ended.',
  UNDO_FAILED: 'Undo steps of a saga failed: what they were to undo may stand.',
  CHILD_FAILED: 'A child workflow closed as FAILED.',
  CHILD_CANCELED: 'A child workflow closed as CANCELED.',
  CHILD_TIMED_OUT: 'A child workflow closed as TIMED_OUT.',
  CHILD_TERMINATED: 'A child workflow closed as TERMINATED.',
  CHILD_NOT_STARTED: 'SWF refused to start a child workflow; the error has the cause.',
  EXTERNAL_SIGNAL_FAILED: 'A signal to another execution could not be delivered; the error has the cause.',
  EXTERNAL_CANCEL_FAILED: 'Another execution could not be asked to cancel itself; the error has the cause.',
  LAMBDA_FAILED: 'A Lambda function failed.',
  LAMBDA_TIMED_OUT: 'A Lambda function took longer than its startToClose.',
  LAMBDA_NOT_STARTED: 'SWF refused to call a Lambda function; the error has the cause.',
  CONTINUE_AS_NEW_MISPLACED: 'continueAsNew was asked for in a branch, a fork, a shield or in clean-up.',
  ID_IN_USE: 'An activity was given an id that another open activity of the execution has.',
  YIELD_INVALID: 'A workflow yielded something that is no operation.',
  // the engine's own: they never fail an execution
  NON_DETERMINISM:
    'History and program disagree: something is recorded that the program does not ask for at that place.',
  CACHE_STALE: 'A replay that was kept from earlier does not fit the history any more and must be made anew.',
  WORKFLOW_STUCK: 'A workflow awaited something that is no operation: a promise of the outside world.',
  WORKFLOW_RUNAWAY: 'A workflow asked for more than 10,000 operations without waiting for any event.',
  WORKFLOW_BLOCKED: 'A workflow blocked the thread in an earlier process, and its code is still the same.',
  GENERATOR_REUSED: 'A workflow gave a generator object to the engine that had already run.',
  WORKFLOW_HELD:
    'A workflow ended with a bug: its execution waits for a fixed deployment instead of failing.',
  OPERATION_NEVER_YIELDED: 'A workflow made an operation and never handed it to the engine with yield*.',
  NONDETERMINISTIC_CALL:
    'A workflow called Date, Math.random, a timer or fetch: something else in every replay (guards).',
  CLEAN_UP_REFUSED: 'A branch that had ended asked for something outside a shield (guards).',
  MARKER_REFUSED: 'SWF refused to record a marker whose value the program had already used.',
  TYPE_UNREGISTERED: 'A decision task is of a workflow type that this decider does not serve.',
  ERROR_UNCAUGHT:
    'Code of a workflow left an error behind that nothing catches: it holds this execution only.',
  RUN_ID_MISSING: 'A history needs the run id of its execution to be replayed, and nobody has given it.',
  HISTORY_INVALID: 'What was given as a history is none: no start, ids that go back, a missing attribute.',
  // client and worker
  ENDPOINT_UNREACHABLE: 'Nothing answers at the endpoint of SWF.',
  DOMAIN_UNKNOWN: 'The domain is not registered.',
  TYPE_UNKNOWN: 'The workflow type is not registered in the domain.',
  TYPE_DEPRECATED: 'The workflow type is deprecated: no new executions can be started.',
  EXECUTION_ALREADY_STARTED: 'An open execution has this workflow id already.',
  WORKFLOW_FAILED: 'The awaited execution closed as FAILED.',
  WORKFLOW_CANCELED: 'The awaited execution closed as CANCELED.',
  WORKFLOW_TERMINATED: 'The awaited execution closed as TERMINATED.',
  WORKFLOW_TIMED_OUT: 'The awaited execution closed as TIMED_OUT.',
  WORKFLOW_CONTINUED_AS_NEW: 'The awaited run continued as new, and its handle does not follow.',
  EXECUTION_UNKNOWN: 'No such execution, or it has closed, or its retention is over.',
  CALL_TIMED_OUT: 'A call of a client took longer than its timeout.',
  OPTION_INVALID: 'An option of a client, a worker, the local SWF or a test has a value that it cannot have.',
  WATCHDOG_FOLDER_UNSAFE: "The folder of the watchdog's notes could be read or written by other users.",
  // testing
  REPLAY_FAILED: 'Recorded histories of a folder do not replay with the code.',
  HISTORY_IMPOSSIBLE: 'A fake history was asked for a step that SWF could never record there.',
  HISTORY_UNDECIDED:
    'A fake history was looked at while some of its steps wait for decisions of the workflow.',
  REPLAYS_INCONSISTENT: 'Two replays of one history came to different decisions.',
  MOCK_MISSING: 'A run asked for an activity, a child or a Lambda function that nobody plays.',
  MOCK_HANGING: 'A function that plays an activity did not settle in the time of the process.',
  STEP_IMPOSSIBLE: 'A run or a story was asked for a step that cannot happen there.',
  SIGNAL_UNKNOWN: 'A signal was sent that the workflow never asked for by that name.',
  RUN_STUCK: 'A workflow waits, and nothing in its world can happen any more.',
  RUN_ENDLESS: 'A run has had more decision tasks than it may have, and has not ended.',
  LOOP_UNKNOWN: 'The cost of a loop was asked for, and what it was named by never began in the history.',
  LOOP_TOO_SHORT: 'The cost of a loop was asked for, and too few of its rounds have begun in the history.',
  CRASH_NOT_TOLERATED: 'A crash of one process changes how a workflow ends in a run.',
  DEPLOYMENT_INCOMPATIBLE: 'New code cannot go on with what older code has begun, in a run.',
  SCENARIO_FAILED: 'An exploration has found a story in which a check does not hold.',
} as const

/** A stable code of an error; see `docs/errors.md`. */
export type ErrorCode = keyof typeof catalogue
