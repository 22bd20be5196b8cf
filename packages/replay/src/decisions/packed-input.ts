import { packInput } from '@reyield/data/internal'
import type { Engine } from '../engine.ts'

/** The input of a new run, together with the unread signals and the undelivered cancel request so far. */
export const packedInput = (input: string | undefined, { channels, scheduler }: Engine): string | undefined =>
  packInput({
    input,
    signals: channels.unread().map(({ name, event }) => {
      const { input: text } = event.workflowExecutionSignaledEventAttributes!
      return text === undefined ? { name } : { name, input: text }
    }),
    cancel: scheduler.cancelPending,
  })

/** The most names in a message. */
const mostNames = 5

/** Describes the unread signals for messages; '' if there are none. */
export function unreadNames({ channels }: Engine): string {
  const counts = new Map<string, number>()
  for (const { name } of channels.unread()) counts.set(name, (counts.get(name) ?? 0) + 1)
  if (counts.size === 0) return ''
  const names = [...counts]
    .slice(0, mostNames)
    .map(([name, count]) => `'${name}'${count === 1 ? '' : ` (${count} times)`}`)
  const more = counts.size > mostNames ? ` and ${counts.size - mostNames} more` : ''
  return ` with the unread signals ${names.join(', ')}${more}`
}
