import { actionIn, bulkActionIn, objectIn, runIn } from '../actions/checked.ts'
import { perform } from '../actions/perform.ts'
import { previewOf } from '../actions/preview.ts'
import type { ExecutionFilter } from '../api/index.ts'
import { InvalidRequestError } from '../errors.ts'
import type { Handlers } from './handler.ts'

/** How many executions a page can choose one by one. */
const mostChosen = 10_000

/** What is done to one execution, and to many. Each is shown before it's done. */
export const actionRoutes = {
  'POST /api/actions/preview': (app, { body }) => previewOf(app, actionIn(body)),
  'POST /api/actions': (app, { body }) => perform(app, actionIn(body)),
  'POST /api/bulk': (app, { body }) =>
    app.bulk.make({
      filter: filterIn(objectIn(body, 'filter')),
      ...(body['only'] === undefined ? {} : { only: chosenIn(body['only']) }),
      action: bulkActionIn(objectIn(body, 'action')),
    }),
  'GET /api/bulk/:id': (app, { parameters }) => app.bulk.plan(parameters['id']!),
  'POST /api/bulk/:id/apply': (app, { parameters }) => app.bulk.apply(parameters['id']!),
  'POST /api/bulk/:id/stop': (app, { parameters }) => app.bulk.stop(parameters['id']!),
} satisfies Partial<Handlers>

const members: readonly (keyof ExecutionFilter)[] = [
  'status',
  'type',
  'id',
  'tag',
  'closeStatus',
  'since',
  'until',
  'text',
]

/** The same members as the parameters of lists. A member that is unknown isn't ignored: more would be steered than was meant. */
function filterIn(body: Readonly<Record<string, unknown>>): ExecutionFilter {
  for (const [name, value] of Object.entries(body)) {
    if (name === 'cursor') continue
    if (!members.some(member => member === name)) {
      throw new InvalidRequestError(`The filter has an unknown member: ${name.slice(0, 40)}`)
    }
    if (typeof value !== 'string')
      throw new InvalidRequestError(`The member ${name} of the filter must be a text`)
  }
  return body
}

function chosenIn(value: unknown) {
  if (!Array.isArray(value) || value.length > mostChosen) {
    throw new InvalidRequestError(
      `The member only of the request must be a list of at most ${mostChosen} executions`,
    )
  }
  return value.map(each => runIn(objectIn({ each: each as unknown }, 'each')))
}
