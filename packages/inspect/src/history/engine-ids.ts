/** Ids and names that the engine generates (formats.md). Other deciders may use such names, too. */

/** The place of an operation. A hash may replace a long branch. */
const place = /^(?:\d+|0x[0-9a-f]{40})(?:\.\d+)*$/

/** Whether a text is the place of an operation. */
export const isPlace = (text: string | undefined): text is string => text !== undefined && place.test(text)

/** The activity before whose next attempt a timer `<activity id>~<attempt>` waits, and the attempt that has failed (rule L1). */
export function retryOf(
  timerId: string,
): { readonly activityId: string; readonly attempt: number } | undefined {
  const [, activityId, attempt] = /^(.+)~(\d+)$/s.exec(timerId) ?? []
  return activityId === undefined ? undefined : { activityId, attempt: Number(attempt) }
}

/** What the engine has recorded with a marker. Undefined for the markers of other deciders. */
export type MarkerMeaning =
  | 'sideEffect'
  | 'patch'
  | 'refusedValue'
  | 'unreadable'
  | 'lookedAhead'
  | 'overBudget'

/** Meanings of markers, by the first letter of their names. */
const meanings: Readonly<Record<string, (rest: string, hasDetails: boolean) => MarkerMeaning | undefined>> = {
  s: rest => (isPlace(rest) ? 'sideEffect' : undefined),
  p: (_, hasDetails) => (hasDetails ? undefined : 'patch'),
  r: rest => (isPlace(rest) || /^~(?:result$|continueAsNew\.)/.test(rest) ? 'refusedValue' : undefined),
  u: rest => (/^\d+(?:\.\d+)?$/.test(rest) ? 'unreadable' : undefined),
  d: rest => (/^\d+$/.test(rest) ? 'lookedAhead' : undefined),
  b: rest => (isPlace(rest) ? 'overBudget' : undefined),
}

/** What the engine has recorded with a marker, and of what: an operation's place, a patch, an event. Undefined if it isn't the engine's. */
export function markerOf(
  name: string,
  hasDetails: boolean,
): { readonly meaning: MarkerMeaning; readonly of: string } | undefined {
  const [letter = '', of] = [name[0], name.slice(1)]
  const meaning = of === '' ? undefined : meanings[letter]?.(of, hasDetails)
  return meaning === undefined ? undefined : { meaning, of }
}
