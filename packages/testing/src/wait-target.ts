import type { Waiting } from '@reyield/replay'
import type { AnyActivity } from './history/history.ts'

/** Something that a workflow can wait for: an activity, a signal, a workflow (as child), `'timer'`, or any id. */
export type WaitTarget =
  | AnyActivity
  | { readonly signalName: string }
  | { readonly name: string; readonly version: string }
  | string

/** Tells whether this is what is waited for. */
export function isMeant(
  what: WaitTarget,
  { kind, id, name, version }: Pick<Waiting, 'kind' | 'id' | 'name' | 'version'>,
): boolean {
  if (typeof what === 'string') return what === id || what === kind
  if ('activityName' in what) {
    return kind === 'activity' && name === what.activityName && version === what.activityVersion
  }
  if ('signalName' in what) return kind === 'signal' && id === what.signalName
  return kind === 'child' && name === what.name && version === what.version
}

/** What is meant, for people. */
export function nameOf(what: WaitTarget): string {
  if (typeof what === 'string') return `'${what}'`
  if ('activityName' in what) return `activity '${what.activityName}'`
  return 'signalName' in what ? `signal '${what.signalName}'` : `child '${what.name}'`
}

/** One thing that is waited for, for people. */
export const waitingText = ({ kind, id, name }: Pick<Waiting, 'kind' | 'id' | 'name'>): string =>
  name === undefined ? `${kind} '${id}'` : `${kind} ${name} '${id}'`
