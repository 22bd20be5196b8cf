import type { Finder } from './seen.ts'

/** The last decision task that was completed recorded an error. It is held since the first of such tasks in a row. */
export const held: Finder = ({ view }) => {
  const completed = view.decisionTasks.filter(({ state }) => state === 'completed')
  const last = completed.at(-1)?.held
  if (last === undefined) return []
  const before = completed.findLastIndex(task => task.held === undefined)
  const since = completed[before + 1]?.closed
  return [
    {
      kind: 'held',
      code: last.code,
      since,
      text: `Its decision tasks can't be completed (${last.code}): it's held until fixed code is deployed`,
    },
  ]
}
