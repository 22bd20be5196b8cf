import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { App } from '../app.ts'
import { InvalidRequestError } from '../errors.ts'
import type { History } from '../runs/history.ts'
import { historyOf } from '../runs/opened.ts'
import { payloadPage } from '../values/payload-page.ts'
import { rawEvent } from '../values/raw-event.ts'
import type { Handlers } from './handler.ts'
import { wholeNumber } from './numbers.ts'

/** Whether a request doesn't ask for what is hidden. */
export const isHidden = ({ isRedacted }: App, { reveal }: { readonly reveal?: string }): boolean =>
  isRedacted && reveal !== '1'

/** One event, and its payloads. */
export const eventsRoutes = {
  'GET RUN/events/:event': async (app, { parameters, query }) => {
    const history = await historyOf(app, parameters)
    return rawEvent(eventOf(history, parameters['event']), isHidden(app, query))
  },
  'GET RUN/payload': async (app, { parameters, query }) => {
    const history = await historyOf(app, parameters)
    const event = eventOf(history, query.event)
    const { name = '', version = '' } =
      history.events[0]?.workflowExecutionStartedEventAttributes?.workflowType ?? {}
    return await payloadPage(
      event,
      query.of ?? '',
      { workflowId: history.run?.workflowId ?? '', type: { name, version } },
      {
        domain: app.domain ?? '',
        pipeline: app.pipeline,
        serializer: app.serializer,
        serializerOf: async type => {
          const { workflows } = await app.code.declared()
          return workflows.find(one => one.name === type.name && one.version === type.version)?.serializer
        },
      },
      isHidden(app, query),
    )
  },
} satisfies Partial<Handlers>

/** @throws InvalidRequestError (REQUEST_INVALID) */
export function eventOf(history: History, id: string | undefined): HistoryEvent {
  const event = history.event(wholeNumber('event', id, 0))
  if (event !== undefined) return event
  throw new InvalidRequestError(`The history has no such event: it has ${history.lastEventId}`, 404)
}
