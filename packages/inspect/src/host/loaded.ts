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
  /** The JSON schema of its input (draft 2020-12). Undefined without a schema, or if the library of the schema can't write one. */
  readonly inputSchema: JsonSchema | undefined
}

/** A signal that a replay host has found. */
export interface HostedSignal {
  readonly name: string
  /** The JSON schema of its value (draft 2020-12). Undefined without a schema, or if the library of the schema can't write one. */
  readonly inputSchema: JsonSchema | undefined
}

/** A JSON schema. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** Whose input a value is: that of a workflow, or of a signal. */
export type WrittenFor =
  | { readonly workflow: { readonly name: string; readonly version: string } }
  | { readonly signal: string }

/** What the host's process has loaded. */
export interface Loaded {
  readonly definitions: readonly HostedDefinition[]
  readonly signals: readonly HostedSignal[]
}
