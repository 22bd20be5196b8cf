import type { Endpoint, Endpoints } from '../api/index.ts'
import type { App } from '../app.ts'

/** A request, as far as an endpoint sees it. */
export interface Asked<Query> {
  /** The parameters of the path, decoded. */
  readonly parameters: Readonly<Record<string, string>>
  /** The parameters after `?`. Each is a text. */
  readonly query: Query
  /** The JSON of the body, which the endpoint checks; empty for GET. */
  readonly body: Readonly<Record<string, unknown>>
}

/** What answers an endpoint. */
export type Handler<E> =
  E extends Endpoint<infer Answer, infer Query, unknown>
    ? (app: App, asked: Asked<Query>) => Answer | Promise<Answer>
    : never

/** What answers all endpoints. */
export type Handlers = { readonly [Key in keyof Endpoints]: Handler<Endpoints[Key]> }
