/**
 * Amazon SWF on one machine. Its state is durable if it has a database file. Clients use it over HTTP, through an AWS SDK in
 * the same process, or by direct calls. A test clock can skip waiting times. The package imports no other Reyield package.
 *
 * @module
 */
export { createLocalSwf } from './local-swf.ts'
export type { LocalSwf, LocalSwfOptions } from './local-swf.ts'
export type { CommittedEvents } from './service/committed-events.ts'
export type { DirectCallOptions, DirectTransport } from './transports/direct.ts'
export type { Listening, ListenOptions } from './transports/http/listen.ts'
export type { ConnectionTimeouts } from './transports/http/timeouts.ts'
export type { AccessKey } from './access/access-key.ts'
export type { TlsOptions } from './access/tls.ts'
export type { HandledRequest, RequestHandler } from './transports/request-handler.ts'
export { faultSampler } from './faults/fault-sampler.ts'
export type { SampledFaults, FaultSampler, FaultOptions } from './faults/fault-sampler.ts'
export type { RawResponse } from './transports/swf-protocol.ts'
export type { LambdaHandler, LambdaOptions } from './lambda/invoke.ts'

// the machine: a pure function from requests and deadlines to transactions and responses
export { createMachine } from './machine/machine.ts'
export type {
  AcceptedRequest,
  RequestContext,
  LambdaInvocation,
  LambdaOutcome,
  Machine,
  MachineOptions,
  Outcome,
  PollKey,
  Selector,
} from './machine/machine.ts'
export type { Draft, Transaction } from './machine/transaction.ts'

export type {
  ActivityView,
  ChildView,
  ExecutionView,
  LambdaView,
  TimerView,
} from './machine/execution-view.ts'
export type { ChosenDeadline, ChosenTransition, TransitionFailure } from './machine/chosen.ts'
export { taskToken } from './machine/tokens.ts'
export type { TaskId, TaskKind } from './machine/tokens.ts'
export type { NextDeadline } from './machine/next-deadline.ts'
export { parseExecutionKey, parseTypeKey } from './machine/keys.ts'
export type { DomainId, RunKey } from './machine/keys.ts'

// histories
export { exportHistories, importHistories } from './database/history-files.ts'
export type { ExportedHistory, ExportFilter } from './database/history-files.ts'

// database files
export { checkDatabase } from './database/check.ts'
export type { DatabaseReport } from './database/check.ts'
export { backupDatabase } from './database/backup.ts'
export { salvageHistories } from './database/salvage.ts'
export type { Salvaged } from './database/salvage.ts'
export { compactDatabase } from './database/compact.ts'
export type { CompactedFile } from './database/compact.ts'

// time
export { testClock } from './clock/clock.ts'
export { skippableClock } from './clock/skippable-clock.ts'
export type { SkippableClock } from './clock/skippable-clock.ts'
export { realClock } from './clock/real-clock.ts'
export type { TimeSources } from './clock/real-clock.ts'
export type { Clock, TestClock } from './clock/clock.ts'

// quotas and errors
export type { Limits } from './model/limits.ts'
export { LocalSwfError, localCatalogue, localWarnings } from './errors.ts'
export type { LocalSwfWarning } from './errors.ts'
