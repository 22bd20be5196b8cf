import { retryOf } from '../../history/engine-ids.ts'
import type { EventRef } from '../values.ts'
import type { StepDraft } from './drafts.ts'
import { milliseconds, type Handlers } from './handlers.ts'
import type { Reading } from './reading.ts'
import { take } from './steps.ts'

/**
 * The activity before whose next attempt a timer waits: the engine names it `<activity id>~<attempt>`, and starts it after the attempt has
 * failed (rule L1).
 */
function retried(timerId: string, reading: Reading): StepDraft | undefined {
  const { activityId } = retryOf(timerId) ?? {}
  const step = activityId === undefined ? undefined : reading.steps.newest('activity', activityId)
  return step !== undefined && (step.state === 'failed' || step.state === 'timedOut') ? step : undefined
}

const stepOf = (startedEventId: number | undefined, reading: Reading) =>
  reading.steps.openedBy(startedEventId) ?? reading.engine.openedBy(startedEventId)

function end(step: StepDraft, at: EventRef, state: 'completed' | 'canceled'): void {
  step.state = state
  step.closed = at
}

export const timer = {
  TimerStarted({ timerId = '', startToFireTimeout }, at, reading) {
    const duration = milliseconds(startToFireTimeout) ?? 0
    const step = retried(timerId, reading)
    if (step === undefined) {
      reading.stepsOf(timerId).open({ kind: 'timer', id: timerId, duration }, at, 'running')
      return
    }
    step.state = 'retrying'
    step.closed = undefined
    step.backOff = { timerId, started: at, duration, fired: undefined }
    take(step, at)
    reading.steps.alsoOpenedBy(at.eventId, step)
  },
  StartTimerFailed({ timerId = '', cause = 'UNKNOWN' }, at, reading) {
    const step = retried(timerId, reading)
    if (step === undefined)
      reading.stepsOf(timerId).refuse({ kind: 'timer', id: timerId }, at, { name: cause })
    else take(step, at) // the engine asks again, or gives up
  },
  TimerFired({ startedEventId }, at, reading) {
    const step = stepOf(startedEventId, reading)
    if (step === undefined) return
    take(step, at)
    if (step.backOff === undefined) end(step, at, 'completed')
    else step.backOff.fired = at
  },
  TimerCanceled({ startedEventId }, at, reading) {
    const step = stepOf(startedEventId, reading)
    if (step === undefined) return
    take(step, at)
    end(step, at, 'canceled')
    step.backOff = undefined
  },
  CancelTimerFailed({ timerId = '' }, at, reading) {
    const steps = reading.stepsOf(timerId)
    const step = steps.newest('timer', timerId)
    if (step !== undefined) take(step, at)
  },
} satisfies Partial<Handlers>
