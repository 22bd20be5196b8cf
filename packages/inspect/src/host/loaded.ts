import type { ChildPolicy } from '@reyield/workflow'

/** A workflow that a replay host has found. */
export interface HostedDefinition {
  readonly kind: 'workflow'
  readonly name: string
  readonly version: string
  /** The task list that is declared with it. */
  readonly taskList: string | undefined
  /** The path of the module that exports it. */
  readonly file: string
  /** In seconds, as SWF takes it. Undefined if it isn't declared. */
  readonly executionStartToClose: string | undefined
  /** In seconds, as SWF takes it. */
  readonly taskStartToClose: string
  readonly childPolicy: ChildPolicy
  /** The name of its serializer; that of the host if it has none of its own. */
  readonly serializer: string
  /** Patches that were removed from the code, while executions with their markers are open. */
  readonly retired: readonly string[]
}

/** What the host's process has loaded. */
export interface Loaded {
  readonly definitions: readonly HostedDefinition[]
  /** The names of signals. */
  readonly signals: readonly string[]
}
