import type { Problem } from '../problem.ts'
import { mostEvents } from '../reading/sizes.ts'
import type { Finder } from './seen.ts'

/** The share of them from which a history is a problem. */
const much = 0.8

export const historyBudget: Finder = ({ view }) => {
  const { events, budget } = view.sizes
  if (budget < much) return []
  const percent = Math.floor(budget * 100)
  const text = `Its history has ${events} of ${mostEvents} events (${percent} %): it must continue as new`
  return [{ kind: 'historyBudget', share: budget, since: undefined, text }]
}

export const unreadSignals: Finder = ({ view, unread }) =>
  unread.map(({ signal, count }): Problem => {
    const of = view.steps.filter(({ kind, name }) => kind === 'signal' && name === signal)
    const since = of.at(-count)?.requested ?? of.at(0)?.requested
    const text = `The workflow hasn't received ${count === 1 ? 'a signal' : `${count} signals`} '${signal}'`
    return { kind: 'unreadSignals', signal, count, since, text }
  })
