import { endOf, toMilliseconds } from '../../model/durations.ts'
import type { Execution, Timer } from '../state/execution.ts'
import type { State } from '../state/state.ts'
import type { EventEffects } from './effect.ts'

export const timerEvents = {
  TimerStarted: (state, execution, { timerId, startToFireTimeout }, { eventId, eventTimestamp }) => {
    const timer: Timer = { timerId, startedEventId: eventId, deadline: undefined }
    const end = endOf(toMilliseconds(eventTimestamp), startToFireTimeout)
    timer.deadline = state.deadlines.add(end, execution, { kind: 'timer', timer })
    execution.timers.set(timerId, timer)
  },
  TimerFired: ends,
  TimerCanceled: ends,
} satisfies EventEffects

function ends(state: State, execution: Execution, { timerId }: { readonly timerId: string }): void {
  state.deadlines.remove(execution.timers.get(timerId)?.deadline)
  execution.timers.delete(timerId)
}
