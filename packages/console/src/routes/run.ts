import type { HistoryEvent } from '@aws-sdk/client-swf'
import { chainOf } from '../runs/chain.ts'
import { historyOf } from '../runs/opened.ts'
import { runView, stepsOf } from '../runs/run-view.ts'
import { searchText } from '../values/raw-event.ts'
import type { Handlers } from './handler.ts'
import { wholeNumber } from './numbers.ts'
import { wire } from './wire.ts'

/** How many lines an answer has. */
const mostLines = 30_000

/** One run: its view and its lines. */
export const runRoutes = {
  'GET RUN': async (app, { parameters }) => {
    const history = await historyOf(app, parameters)
    const { lastEventId } = history
    const now = new Date(app.now())
    const view = await runView(history, app.code, now)
    const run = history.run ?? { workflowId: '', runId: '' }
    const chain =
      app.service === undefined || parameters['file'] !== undefined
        ? [{ ...run, state: view.state, started: view.started.at.toISOString() }]
        : await chainOf(app.service.listing, run, view)
    const times = timesOf(history.events)
    return { run, view: wire(view), chain, lastEventId, stepOf: stepsOf(view), times }
  },
  'GET RUN/lines': async (app, { parameters, query }) => {
    const history = await historyOf(app, parameters)
    const lines = await history.lines()
    const from = wholeNumber('from', query.from, 1)
    const limit = wholeNumber('limit', query.limit, mostLines)
    const first = Math.max(0, from - 1)
    return { lines: wire(lines.slice(first, first + Math.min(limit, mostLines))), total: lines.length }
  },
  'GET RUN/search': async (app, { parameters, query }) => {
    const history = await historyOf(app, parameters)
    const wanted = (query.text ?? '').toLowerCase()
    if (wanted === '') return { events: [] }
    const lines = await history.lines()
    const byLine = new Set(
      lines.filter(({ text }) => text.toLowerCase().includes(wanted)).map(({ eventId }) => eventId),
    )
    const found = history.events.filter(
      event => byLine.has(event.eventId!) || searchText(event).toLowerCase().includes(wanted),
    )
    return { events: found.map(({ eventId }) => eventId!) }
  },
} satisfies Partial<Handlers>

/** When each event happened: milliseconds since the one before. */
function timesOf(events: readonly HistoryEvent[]): number[] {
  let before = 0
  return events.map(({ eventTimestamp }) => {
    const at = eventTimestamp!.getTime()
    const since = at - before
    before = at
    return since
  })
}
