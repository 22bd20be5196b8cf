import type { StepView } from '@reyield/inspect'
import { spanText } from '../../parts/time-text.ts'
import type { At, StepAt } from '../model/step-at.ts'

/** How long a step has taken, or what is left of it. */
export function tookText(step: StepView, then: StepAt, at: At): string {
  const { state, closed, attempts } = then
  if (state === 'future') return ''
  const requested = step.requested.at.getTime()
  if (closed !== undefined) return spanText(closed.at.getTime() - requested)
  if (state === 'abandoned') return 'abandoned'
  if (step.kind === 'timer') {
    const left = requested + (step.duration ?? 0) - at.now
    return left > 0 ? `fires in ${spanText(left)}` : 'due'
  }
  if (state === 'retrying') {
    const next = at.eventId >= (step.events.at(-1) ?? 0) ? step.nextAttempt : undefined
    const left = next === undefined ? undefined : next.at.getTime() - at.now
    return left === undefined ? 'retrying' : left > 0 ? `retry in ${spanText(left)}` : 'retry due'
  }
  const last = attempts.at(-1)
  const since = (last?.started ?? last?.scheduled ?? step.requested).at.getTime()
  return `${spanText(Math.max(0, at.now - since))} …`
}
