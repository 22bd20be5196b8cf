/** `GET /api/session`: what this console looks at, and what it may do. */
export interface SessionInfo {
  /** The name of the place for the header: `Amazon SWF eu-west-1`, `local SWF http://127.0.0.1:4577`, or the name of a file. */
  readonly place: string
  /** Undefined if only files are open. */
  readonly domain?: string
  /** Reyield's version. */
  readonly version: string
  /** Whether nothing can be changed, because of `--read-only` or because only files are open. */
  readonly readOnly: boolean
  /** Whether payloads and variables are hidden until each is revealed, because the pipeline encrypts. */
  readonly redacted: boolean
  /** Whether workflows are configured, so that code can be shown. */
  readonly hasCode: boolean
  readonly builds: readonly string[]
  /** Configured workflows that can be started, and configured signals. */
  readonly workflows: readonly StartableWorkflow[]
  readonly signals: readonly KnownSignal[]
  /** A local SWF of this process whose clock and faults can be steered (`reyield dev`, `--test-clock`). */
  readonly local?: { readonly clock: boolean; readonly faults: boolean }
  /** Files that are open (`reyield console FILE`, or opened in the page). */
  readonly files: readonly OpenFile[]
}

/** A workflow of the configured code. */
export interface StartableWorkflow {
  readonly name: string
  readonly version: string
  readonly taskList?: string
  /** The JSON schema of the input, if the schema library gives one (`~standard.jsonSchema`). */
  readonly inputSchema?: JsonSchema
}

/** A signal of the configured code. */
export interface KnownSignal {
  readonly name: string
  readonly inputSchema?: JsonSchema
}

/** A JSON schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** A history that was opened from a file. Its pages have the address `/file/<id>`. */
export interface OpenFile {
  readonly id: string
  readonly name: string
}
