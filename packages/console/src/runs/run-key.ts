/** A run in SWF, or a history of a file. */
export type RunKey =
  | { readonly workflowId: string; readonly runId: string }
  | {
      /** The id of an open file. */
      readonly file: string
    }
