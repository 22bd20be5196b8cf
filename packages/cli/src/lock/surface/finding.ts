/** Something that the present code has no longer, or has in another way than a locked build. */
export interface Finding {
  /** `error`: an open execution needs it. */
  readonly level: 'error' | 'note'
  /** The type whose executions it's about; undefined if it's about none in particular. */
  readonly workflow: string | undefined
  readonly builds: readonly string[]
  readonly what: string
  readonly remedy: string
}
