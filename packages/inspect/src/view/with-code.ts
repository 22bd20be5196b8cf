import { errorOf } from '../code/check.ts'
import type { Moment, RecordedRun, Replayer } from '../code/replayer.ts'
import type { ExecutionView } from './execution-view.ts'
import type { StepView } from './step.ts'

type Facts = Omit<ExecutionView, 'problems'>

/** A view, and the moment of its code if that replays. */
interface WithCode {
  readonly view: Facts
  readonly moment: Moment | undefined
}

/** Adds what only the workflow's code says: branches, source lines, unread signals. Without it if the code doesn't replay. */
export async function withCode(
  view: Facts,
  replayer: Replayer,
  run: RecordedRun,
  variables: boolean,
): Promise<WithCode> {
  const shownWith = replayer.buildId
  try {
    const moment = await replayer.moment(run, { at: view.last.eventId, variables })
    const { branches } = moment
    const steps = view.steps.map(step => stepWith(step, moment))
    return { view: { ...view, steps, branches, code: { ...view.code, shownWith } }, moment }
  } catch (thrown) {
    const { code = 'Error', message } = errorOf(thrown)
    const error = { code, message }
    return { view: { ...view, code: { ...view.code, shownWith, error } }, moment: undefined }
  }
}

/** The branch that waits for a step also tells the branch of an id that the workflow chose. */
function stepWith(step: StepView, { eventLines, branches }: Moment): StepView {
  const lines = step.events.map(eventId => eventLines[eventId]).findLast(found => found !== undefined)
  const waiting = step.closed === undefined ? branches.find(({ id }) => id === step.id) : undefined
  const branch = step.branch ?? waiting?.branch
  return { ...step, branch, ...(lines === undefined ? {} : { lines }) }
}
