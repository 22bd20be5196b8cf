/** What a bulk command does to each execution. Plans store it: members are added, never renamed. */
export type BulkAction =
  | {
      readonly kind: 'signal'
      readonly signalName: string
      /** Serialized. In the file of a plan it's also encoded by the pipeline. */
      readonly input?: string
    }
  | { readonly kind: 'request-cancel' }
  | { readonly kind: 'terminate'; readonly reason?: string; readonly childPolicy?: string }

/** The name of an action, which is that of its command. */
export type ActionKind = BulkAction['kind']

/** The action of a kind. */
export type ActionOf<Kind extends ActionKind> = Extract<BulkAction, { readonly kind: Kind }>
