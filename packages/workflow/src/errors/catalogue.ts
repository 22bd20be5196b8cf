/**
 * Every error code of Reyield, with its meaning in a sentence. The local SWF has a catalogue of its own. A code never changes its
 * meaning. `docs/errors.md` has a section for each code: what happened and what to do.
 */
export const catalogue = {
  // definitions
  DEFINITION_INVALID:
    'A workflow or an activity is declared with a name, version or option that SWF would refuse.',
  DEFINITION_DUPLICATE: 'Two workflows, or two activities, of one name and version are served by one worker.',
  DURATION_INVALID: 'A duration has no unit, is negative or infinite, or is longer than SWF allows.',
  TIMEOUT_MISSING: 'A timeout that SWF requires is set neither where the type is declared nor at the call.',
  TASK_LIST_MISSING: 'A workflow was started without a task list, and its declaration has none.',
  COMPOSITE_EMPTY: 'race was called without branches and could never settle.',
  // schedules
  SCHEDULE_INVALID:
    'A schedule, or what is asked of one, has an invalid value: a cron expression, a time zone, a name, …',
  SCHEDULE_EXISTS: 'A schedule of the name exists already.',
  SCHEDULE_UNKNOWN: 'No schedule of the domain has the name.',
  // payloads
  PAYLOAD_UNSERIALIZABLE:
    'Part of a value would be lost or changed if it were serialized; the message has its path.',
  PAYLOAD_UNREADABLE: 'A recorded string was not written by the serializer that reads it.',
  PAYLOAD_TOO_LONG: 'A serialized value is longer than SWF allows for its field.',
  PIPELINE_INVALID: 'A payload pipeline, or one of its codecs, is set up wrongly.',
  CODEC_MISSING: 'A payload was written with a codec that its reader does not have; the error names it.',
  PAYLOAD_UNENCODED: 'A payload is not encoded by a codec that is required.',
  PAYLOAD_DAMAGED: 'An encoded payload was changed or cut off since it was written.',
  PAYLOAD_MISPLACED: 'An encrypted payload was written for another execution than the one that has it.',
  PAYLOAD_MISSING: 'A payload that was stored outside SWF is no longer in its store.',
  KEY_MISSING: 'A payload was encrypted with a key that the keyring does not have; the error has its id.',
  INPUT_INVALID:
    'A schema rejects the input of a workflow or an activity, or the value of a signal; the error has the paths.',
  SCHEMA_UNUSABLE: 'A schema validates asynchronously, or threw an error instead of returning a result.',
  // thrown at a `yield*`
  ACTIVITY_FAILED: 'An activity failed.',
  ACTIVITY_TIMED_OUT: 'One of the four timeouts of an activity passed.',
  ACTIVITY_CANCELED:
    'An activity was canceled, by its worker or by SWF, although this workflow had not requested it.',
  ACTIVITY_NOT_SCHEDULED: 'SWF did not schedule an activity; the error has the cause.',
  TIMER_NOT_STARTED: 'SWF did not start a timer; the error has the cause.',
  CANCELED: 'The execution was asked to cancel itself.',
  TIMED_OUT: 'The branch of timeout(…) did not settle in time.',
  MAP_FAILED: 'More branches of a map failed than it tolerates.',
  HISTORY_BUDGET_EXCEEDED: 'Branches need more events than the history of the execution has left.',
  FORK_ENDED: 'A fork was joined after it had been ended.',
  UNDO_FAILED: 'Undo steps of a saga failed: what they should have undone may still be in effect.',
  CHILD_FAILED: 'A child workflow closed as FAILED.',
  CHILD_CANCELED: 'A child workflow closed as CANCELED.',
  CHILD_TIMED_OUT: 'A child workflow closed as TIMED_OUT.',
  CHILD_TERMINATED: 'A child workflow closed as TERMINATED.',
  CHILD_NOT_STARTED: 'SWF did not start a child workflow; the error has the cause.',
  EXTERNAL_SIGNAL_FAILED: 'A signal to another execution could not be delivered; the error has the cause.',
  EXTERNAL_CANCEL_FAILED: 'Another execution could not be asked to cancel itself; the error has the cause.',
  LAMBDA_FAILED: 'A Lambda function failed.',
  LAMBDA_TIMED_OUT: 'A Lambda function took longer than its startToClose.',
  LAMBDA_NOT_STARTED: 'SWF did not call a Lambda function; the error has the cause.',
  CONTINUE_AS_NEW_MISPLACED: 'continueAsNew was called in a branch, a fork, a shield or in clean-up.',
  ID_IN_USE: 'An activity call has the id of another open activity of the execution.',
  YIELD_INVALID: 'A workflow yielded something that is no operation.',
  // of the engine: they never fail an execution
  NON_DETERMINISM:
    'History and code disagree: the history records something that the code does not ask for at that point.',
  CACHE_STALE: 'A replay that was cached in memory no longer fits the history and must be made again.',
  WORKFLOW_STUCK: 'A workflow awaited a promise instead of yielding an operation.',
  WORKFLOW_RUNAWAY: 'A workflow asked for more than 10,000 operations without waiting for any event.',
  WORKFLOW_BLOCKED: 'A workflow blocked the thread in an earlier process, and its code is still the same.',
  GENERATOR_REUSED: 'A workflow yielded a generator object that had already run.',
  WORKFLOW_HELD:
    'A workflow ended with a bug: its execution waits for a fixed deployment instead of failing.',
  OPERATION_NEVER_YIELDED: 'A workflow made an operation and never yielded it with yield*.',
  NONDETERMINISTIC_CALL:
    'A workflow called Date, Math.random, a timer or fetch, which return something else in every replay.',
  CLEAN_UP_REFUSED: 'A branch that had been ended yielded an operation outside a shield.',
  MARKER_REFUSED: 'SWF refused to record a marker whose value the workflow had already used.',
  TYPE_UNREGISTERED: 'A decision task is of a workflow type that this worker does not have.',
  ERROR_UNCAUGHT: 'Code of a workflow caused an error that nothing catches: it holds this execution only.',
  RUN_ID_MISSING: 'Replaying a history needs the run id of its execution, which is missing.',
  HISTORY_INVALID:
    'A history is invalid: it has no start, ids that are out of order, or an event without attributes.',
  // client and worker
  ENDPOINT_UNREACHABLE: 'The endpoint of SWF does not respond.',
  DOMAIN_UNKNOWN: 'The domain is not registered.',
  TYPE_UNKNOWN: 'The workflow type is not registered in the domain.',
  TYPE_DEPRECATED: 'The workflow type is deprecated: new executions cannot be started.',
  EXECUTION_ALREADY_STARTED: 'An open execution already has this workflow id.',
  WORKFLOW_FAILED: 'The awaited execution closed as FAILED.',
  WORKFLOW_CANCELED: 'The awaited execution closed as CANCELED.',
  WORKFLOW_TERMINATED: 'The awaited execution closed as TERMINATED.',
  WORKFLOW_TIMED_OUT: 'The awaited execution closed as TIMED_OUT.',
  WORKFLOW_CONTINUED_AS_NEW: 'The awaited run continued as new, and its handle does not follow.',
  EXECUTION_UNKNOWN: 'The execution does not exist, has closed, or SWF no longer keeps it.',
  ACTIVITY_TASK_UNKNOWN: 'SWF no longer knows the activity task of a token: it has ended already.',
  TASK_TOKEN_INVALID: 'A string is no token of an activity task.',
  CALL_TIMED_OUT: 'A call of a client took longer than its timeout.',
  OPTION_INVALID: 'An option of a client, a worker, the local SWF or a test has an invalid value.',
  CONFIG_INVALID:
    'The configuration of the command line is invalid or incomplete, or a module that it names cannot be loaded.',
  USAGE_INVALID: 'A command was called with a wrong option, argument or value.',
  LOCKFILE_MISSING: 'reyield check has no reyield.lock.json to check against.',
  LOCKFILE_INVALID:
    'reyield.lock.json or reyield.histories.jsonl.br is damaged, or they do not belong together, or are of a later version.',
  PLAN_INVALID: 'The plan of a bulk command is damaged, incomplete, or for another command or place.',
  PLAN_LOCKED: 'Another process applies the plan of a bulk command.',
  RETRIES_EXHAUSTED:
    'SWF has throttled or refused a request of a command for longer than its time for retries.',
  ACTIVITY_UNSTARTED: 'A worker was stopped before it had begun an activity whose task it had received.',
  THREAD_CRASHED: 'The thread of an activity ended before the activity: only this activity fails.',
  INTERCEPTOR_FAILED: 'An interceptor of a worker threw an error, or did not call next.',
  HEALTH_PORT_UNUSABLE: "A worker's health server can't listen on its port.",
  WATCHDOG_FOLDER_UNSAFE: "The folder of the watchdog's notes could be read or written by other users.",
  // inspect
  DEFINITION_MISSING: 'A history is of a workflow type that none of the given workflows has.',
  REQUEST_INVALID: 'A request to the server of the console has a wrong address, parameter or body.',
  REQUEST_FORBIDDEN:
    'A request to the server of the console has no token or a wrong one, or comes from another web site.',
  CONSOLE_READ_ONLY: 'The console was asked to change something, but it only reads.',
  CONSOLE_PORT_UNUSABLE: "The console's server can't listen on its port.",
  REPLAY_HOST_TIMED_OUT: 'The process that replays histories took too long for a request and was ended.',
  REPLAY_HOST_FAILED: 'The process that replays histories could not load the workflows, or ended.',
  // testing
  REPLAY_FAILED: 'Recorded histories of a folder do not replay with the code.',
  HISTORY_IMPOSSIBLE: 'A fake history has a step that SWF could never record there.',
  HISTORY_UNDECIDED: 'A fake history was read while some of its steps wait for decisions of the workflow.',
  REPLAYS_INCONSISTENT: 'Two replays of one history came to different decisions.',
  MOCK_MISSING: 'A run needs an activity, a child or a Lambda function that has no mock.',
  MOCK_HANGING: 'The mock of an activity did not settle within its wall-clock timeout.',
  STEP_IMPOSSIBLE: 'A run or a scenario has a step that cannot happen there.',
  SIGNAL_UNKNOWN: 'A signal was sent whose name the workflow never receives.',
  RUN_STUCK: 'A workflow waits for something that can no longer happen in the run.',
  RUN_ENDLESS: 'A run has had more decision tasks than its limit and has not ended.',
  LOOP_UNKNOWN:
    'The cost of a loop was requested, but the operation that names it never began in the history.',
  LOOP_TOO_SHORT: 'The cost of a loop was requested, but too few of its rounds began in the history.',
  CRASH_NOT_TOLERATED: 'A crash of one process changes how a workflow ends in a run.',
  DEPLOYMENT_INCOMPATIBLE: 'New code cannot continue a run that older code has begun.',
  SCENARIO_FAILED: 'An exploration has found a scenario in which a check fails.',
} as const

/** A stable code of an error; see `docs/errors.md`. */
export type ErrorCode = keyof typeof catalogue
