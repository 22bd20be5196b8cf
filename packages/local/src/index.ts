/**
 * Amazon SWF on one machine: durable, over HTTP, for an SDK in the same process, or by direct calls, with a clock that
 * can skip. Stands alone: imports no other package of ours.
 *
 * @module
 */
export { createLocalSwf } from './local-swf.ts'
export type { LocalSwf, LocalSwfOptions } from './local-swf.ts'
export type { DirectCallOptions, DirectDoor } from './doors/direct.ts'
export type { Listening, ListenOptions } from './doors/http/listen.ts'
export type { ConnectionTimeouts } from './doors/http/timeouts.ts'
export type { AccessKey } from './access/access-key.ts'
export type { TlsOptions } from './access/tls.ts'
export type { HandledRequest, RequestHandler } from './doors/request-handler.ts'
export { faultDraws } from './fault-draws.ts'
export type { DrawnFaults, FaultDraws, FaultOptions } from './fault-draws.ts'
export type { Answer } from './doors/answer.ts'
export type { LambdaHandler, LambdaOptions } from './lambda.ts'

// the service as a value: requests and deadlines in, transactions and responses out
export { createMachine } from './machine.ts'
export type {
  Asked,
  LambdaInvocation,
  LambdaOutcome,
  Machine,
  MachineOptions,
  Outcome,
  PollKey,
  Wish,
} from './machine.ts'
export type { Draft, Transaction } from './transaction.ts'

export { parseExecutionKey, parseTypeKey } from './keys.ts'
export type { DomainId, RunKey } from './keys.ts'

// histories
export { exportHistories, importHistories } from './history-files.ts'
export type { ExportedHistory, ExportFilter } from './history-files.ts'

// database files
export { checkDatabase } from './check.ts'
export type { DatabaseReport } from './check.ts'
export { backupDatabase } from './backup.ts'
export { salvageHistories } from './salvage.ts'
export type { Salvaged } from './salvage.ts'
export { compactDatabase } from './compact-file.ts'
export type { CompactedFile } from './compact-file.ts'

// time
export { testClock } from './clock.ts'
export { realClock } from './real-clock.ts'
export type { TimeSources } from './real-clock.ts'
export type { Clock, TestClock } from './clock.ts'

// quotas and errors
export type { Limits } from './limits.ts'
export { LocalSwfError, localCatalogue, localWarnings } from './errors.ts'
export type { LocalSwfWarning } from './errors.ts'
