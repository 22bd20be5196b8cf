/** Something that a workflow can wait for: an activity, a signal, a workflow (as child), `'timer'`, or any id. */
export type WaitTarget =
  | { readonly activityName: string; readonly activityVersion: string }
  | { readonly signalName: string }
  | { readonly name: string; readonly version: string }
  | string

/** An operation that a workflow waits for, or that a history records. */
interface Operation {
  readonly kind: string
  readonly id: string
  readonly name?: string | undefined
  readonly version?: string | undefined
}

/** Whether the target is this operation. */
export function isMeant(what: WaitTarget, { kind, id, name, version }: Operation): boolean {
  if (typeof what === 'string') return what === id || what === kind
  if ('activityName' in what) {
    return kind === 'activity' && name === what.activityName && version === what.activityVersion
  }
  if ('signalName' in what) return kind === 'signal' && id === what.signalName
  return kind === 'child' && name === what.name && version === what.version
}

/** A description of the target. */
export function nameOf(what: WaitTarget): string {
  if (typeof what === 'string') return `'${what}'`
  if ('activityName' in what) return `activity '${what.activityName}'`
  return 'signalName' in what ? `signal '${what.signalName}'` : `child '${what.name}'`
}

/** A description of one awaited operation. */
export const waitingText = ({ kind, id, name }: Operation): string =>
  name === undefined ? `${kind} '${id}'` : `${kind} ${name} '${id}'`
