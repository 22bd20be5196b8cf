import type { ReplayHost } from '@reyield/inspect'
import { recordedDecisions } from '@reyield/inspect/internal'
import { linesDiff } from '../code/lines-diff.ts'
import type { App } from '../app.ts'
import { InvalidRequestError } from '../errors.ts'
import { buildOf } from '../runs/build-of.ts'
import type { History } from '../runs/history.ts'
import { historyOf } from '../runs/opened.ts'
import { filesIn, runView } from '../runs/run-view.ts'
import { eventOf, isHidden } from './events.ts'
import type { Handlers } from './handler.ts'
import { wholeNumber } from './numbers.ts'
import { wire } from './wire.ts'

/** The code of a run: where it stood, its text, and whether it fits. */
export const codeRoutes = {
  'GET RUN/moment': async (app, { parameters, query }) => {
    const history = await historyOf(app, parameters)
    const at = wholeNumber('at', query.at, history.lastEventId)
    eventOf(history, String(at))
    const redacted = isHidden(app, query)
    const none = { eventId: at, branches: [], unread: [], decisions: recordedAt(history, at) }
    const host = app.code.hostOf(buildOf(history))
    if (host === undefined) {
      return { moment: none, redacted, error: { code: 'DEFINITION_MISSING', message: withoutCode } }
    }
    try {
      const run = await history.decoded()
      const {
        lines: _,
        eventLines: __,
        ...moment
      } = await host.moment(run, { at, variables: !redacted, lines: false })
      return { moment: wire(moment), redacted }
    } catch (error) {
      const { code, message } = error as { readonly code?: string; readonly message: string }
      if (code === undefined) throw error
      return { moment: none, redacted, error: { code, message } }
    }
  },
  'GET RUN/source': async (app, { parameters, query }) => {
    const history = await historyOf(app, parameters)
    const file = query.file ?? ''
    const view = await runView(history, app.code, new Date(app.now()))
    const host = app.code.hostOf(buildOf(history))
    const text = filesIn(view).has(file) ? await host?.source(file) : undefined
    if (text === undefined) {
      throw new InvalidRequestError('No step of this run has a line in this file, or it can’t be read', 404)
    }
    return { file, text }
  },
  'GET RUN/check': async (app, { parameters }) => {
    const history = await historyOf(app, parameters)
    const host = hostOf(app, history)
    return wire(await host.check(await history.decoded()))
  },
  'GET RUN/decisions/:event': async (app, { parameters }) => {
    const history = await historyOf(app, parameters)
    const { eventId } = eventOf(history, parameters['event'])
    const recorded = recordedDecisions(history.events, eventId!) ?? []
    const host = app.code.hostOf(buildOf(history))
    if (host === undefined) return { recorded }
    const { decided, error } = await host.decisions(await history.decoded(), eventId!)
    if (decided === undefined) return { recorded, diff: error!.message.split('\n') }
    const diff = linesDiff(recorded, decided)
    return { recorded, decided, ...(diff === undefined ? {} : { diff }) }
  },
} satisfies Partial<Handlers>

/** @throws InvalidRequestError (REQUEST_INVALID) without code */
function hostOf({ code }: App, history: History): ReplayHost {
  const host = code.hostOf(buildOf(history))
  if (host !== undefined) return host
  throw new InvalidRequestError(withoutCode, 404)
}

const withoutCode =
  'No workflows are configured, so there is no code to replay with. Set the member workflows of reyield.config.ts'

/** The recorded decisions of the decision task that starts or is completed with an event. */
function recordedAt({ events }: History, at: number): readonly string[] {
  const event = events[at - 1]!
  const started =
    event.eventType === 'DecisionTaskStarted'
      ? at
      : event.decisionTaskCompletedEventAttributes?.startedEventId
  return started === undefined ? [] : (recordedDecisions(events, started) ?? [])
}
