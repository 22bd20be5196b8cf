import type { HistoryEvent } from '@aws-sdk/client-swf'
import { expect, it } from 'vitest'
import type { CommandContext } from '../context/context.ts'
import { Given } from '../commands/given.ts'
import { run } from '../commands/show.ts'

/** A context with an SWF that has one execution of so many signals. Its calls and its output are recorded. */
function contextOf(count: number) {
  const calls: object[] = []
  const lines: string[] = []
  const events = Array.from({ length: count }, (_, index) => ({
    eventId: index + 1,
    eventType: 'WorkflowExecutionSignaled',
    eventTimestamp: new Date(index),
    workflowExecutionSignaledEventAttributes: { signalName: `s${index + 1}` },
  })) as HistoryEvent[]
  interface Input {
    readonly reverseOrder: boolean
    readonly maximumPageSize: number
    readonly nextPageToken?: string
  }
  const swf = {
    async getWorkflowExecutionHistory({ reverseOrder, maximumPageSize, nextPageToken = '0' }: Input) {
      calls.push({ reverseOrder, maximumPageSize })
      const from = Number(nextPageToken)
      const page = (reverseOrder ? events.toReversed() : events).slice(from, from + maximumPageSize)
      const next = from + maximumPageSize
      return { events: page, ...(next < count ? { nextPageToken: String(next) } : {}) }
    },
  }
  const context = {
    format: 'text',
    out: {
      isTerminal: false,
      line: (text: unknown) => lines.push(String(text)),
      drained: async () => undefined,
    },
    swf: async () => swf,
    domain: async () => 'shop',
  } as unknown as CommandContext
  return { calls, lines, context }
}

const show = async (count: number, options: object) => {
  const { calls, lines, context } = contextOf(count)
  await run(context, new Given(['id'], { runId: 'run', ...options }))
  return { calls, printed: lines.length }
}

it.each([
  ['the last lines, by one page', 25_000, { last: '20' }, 1, 20],
  ['the last lines of a short history', 5, { last: '20' }, 1, 5],
  ['more lines than a page has, by several pages', 25_000, { last: '2500' }, 4, 2500],
  ['all lines, page by page', 25_000, {}, 25, 25_000],
  [
    'the last lines that match, by as many pages as they need',
    25_000,
    { last: '2', grep: "'s2[45]000'" },
    2,
    2,
  ],
])('reads %s', async (_, count, options, pages, printed) => {
  const shown = await show(count, options)
  expect([shown.calls.length, shown.printed]).toEqual([pages, printed])
})
