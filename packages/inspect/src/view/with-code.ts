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
    const error = errorOf(thrown)
    return { view: { ...view, code: { ...view.code, shownWith, error } }, moment: undefined }
  }
}

/** The branch that waits for a step also tells the branch of an id that the workflow chose. */
function stepWith(step: StepView, { lines, branches }: Moment): StepView {
  if (step.closed !== undefined) return step
  const waiting = branches.find(({ id }) => id === step.id)
  const own = Object.hasOwn(lines, step.id) ? lines[step.id]! : waiting?.lines
  const branch = step.branch ?? waiting?.branch
  return { ...step, branch, ...(own === undefined ? {} : { lines: own }) }
}

function errorOf(thrown: unknown): { readonly code: string; readonly message: string } {
  const { code, name, message } = (thrown ?? {}) as Partial<Record<'code' | 'name' | 'message', unknown>>
  const text = typeof message === 'string' ? message : String(thrown)
  return { code: typeof code === 'string' ? code : typeof name === 'string' ? name : 'Error', message: text }
}
