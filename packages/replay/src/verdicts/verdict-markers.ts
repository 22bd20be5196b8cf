/**
 * Names of the markers that record a verdict of the engine (M9). `refused`: the engine refused operation `<id>` (by place)
 * before it was sent; `~result` instead of the id stands for the workflow's result, `~continueAsNew.<n>` for its nth continueAsNew.
 * `unreadable`: the signal of that event can't be read or is invalid, or the input of that start is invalid. `lookedAhead`: a
 * `drain` or `pending` looked as far as that event. `overBudget`: the history budget refused operation `<id>`.
 */
export const verdictMarker = {
  refused: (id: string) => `r${id}`,
  unreadable: (event: string) => `u${event}`,
  lookedAhead: (eventId: number) => `d${eventId}`,
  overBudget: (id: string) => `b${id}`,
} as const

/** Whether a marker records looking ahead. */
export const isLookedAhead = (name: string | undefined): name is string =>
  name !== undefined && /^d\d+$/.test(name)

/** Whether a marker may record a refusal. Markers of other deciders may have such names, too. */
export const isRefused = (name: string | undefined): boolean => name?.startsWith('r') === true
