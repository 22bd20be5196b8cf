/**
 * Names of the markers that record a judgement of the engine (M9). `refused`: what operation `<id>` (by place) carries was
 * refused before SWF saw it; `~result` in place of the id is the workflow's result, `~continueAsNew.<n>` its nth continueAsNew.
 * `unreadable`: the signal of that event can't be read or is invalid, or the input of that start is invalid. `lookedAhead`: a
 * `drain` or `pending` looked as far as that event. `overBudget`: the history budget refused operation `<id>`.
 */
export const verdictMarker = {
  refused: (id: string) => `r${id}`,
  unreadable: (event: string) => `u${event}`,
  lookedAhead: (eventId: number) => `d${eventId}`,
  overBudget: (id: string) => `b${id}`,
} as const

/** Tells markers of looking ahead. */
export const isLookedAhead = (name: string | undefined): name is string =>
  name !== undefined && /^d\d+$/.test(name)

/** Tells markers of refusals, perhaps with another decider's among them. */
export const isRefused = (name: string | undefined): boolean => name?.startsWith('r') === true
