import type { Action, ActionDone, ActionPreview, BulkPlan, BulkRequest } from './actions.ts'
import type {
  CheckPage,
  DecisionsPage,
  FoundEvents,
  LinesPage,
  MomentPage,
  PayloadPage,
  RawEvent,
  RunPage,
  SourcePage,
} from './execution.ts'
import type { Attention, ExecutionFilter, ExecutionsPage } from './executions.ts'
import type { ClockSkip, ClockState, FaultState, ScheduleRow, TaskListRow } from './other.ts'
import type { OpenFile, SessionInfo } from './session.ts'

/** What an endpoint answers, and what it is given: the parameters of its address after `?`, and the JSON of its body. */
export interface Endpoint<Answer, Query = object, Body = undefined> {
  readonly answer: Answer
  readonly query: Query
  readonly body: Body
}

/** Whether payloads and variables are shown although the pipeline encrypts: `1`. */
export interface Reveal {
  readonly reveal?: string
}

/**
 * All endpoints besides `GET /api/events` and `POST /api/files`. `RUN` is `/api/executions/<workflow id>/<run id>` or `/api/files/<id>`. A
 * segment that begins with a colon is a parameter, percent-encoded.
 */
export interface Endpoints {
  'GET /api/session': Endpoint<SessionInfo>
  'GET /api/executions': Endpoint<ExecutionsPage, ExecutionFilter>
  'GET /api/attention': Endpoint<Attention>
  'GET RUN': Endpoint<RunPage>
  'GET RUN/lines': Endpoint<LinesPage, { readonly from?: string; readonly limit?: string }>
  'GET RUN/search': Endpoint<FoundEvents, { readonly text?: string }>
  'GET RUN/moment': Endpoint<MomentPage, { readonly at?: string } & Reveal>
  'GET RUN/events/:event': Endpoint<RawEvent, Reveal>
  'GET RUN/payload': Endpoint<PayloadPage, { readonly event?: string; readonly of?: string } & Reveal>
  'GET RUN/source': Endpoint<SourcePage, { readonly file?: string }>
  'GET RUN/check': Endpoint<CheckPage>
  'GET RUN/decisions/:event': Endpoint<DecisionsPage>
  'POST /api/actions/preview': Endpoint<ActionPreview, object, Action>
  'POST /api/actions': Endpoint<ActionDone, object, Action>
  'POST /api/bulk': Endpoint<BulkPlan, object, BulkRequest>
  'GET /api/bulk/:id': Endpoint<BulkPlan>
  'POST /api/bulk/:id/apply': Endpoint<BulkPlan>
  'POST /api/bulk/:id/stop': Endpoint<BulkPlan>
  'GET /api/schedules': Endpoint<readonly ScheduleRow[]>
  'POST /api/schedules/:name/:action': Endpoint<ActionDone>
  'GET /api/task-lists': Endpoint<readonly TaskListRow[]>
  'GET /api/clock': Endpoint<ClockState>
  'POST /api/clock/skip': Endpoint<ClockState, object, ClockSkip>
  'GET /api/faults': Endpoint<FaultState>
  'PUT /api/faults': Endpoint<FaultState, object, FaultState>
  'DELETE /api/files/:file': Endpoint<readonly OpenFile[]>
}
