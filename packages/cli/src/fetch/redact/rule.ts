/** How an attribute of an event is redacted; see `rules.ts`. */
export type Rule =
  | 'kept'
  | 'text'
  | 'payload'
  | 'id'
  | 'control'
  | 'reason'
  | 'signal'
  | 'marker'
  | 'identity'
  | 'execution'
