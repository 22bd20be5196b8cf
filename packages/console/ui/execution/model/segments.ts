import type { StepView } from '@reyield/inspect'
import type { EventTimes } from './event-times.ts'
import type { At, StepAt } from './step-at.ts'

/** What a stretch of a step's row shows. `left`: from now until a deadline or the end of a wait. `later`: after the moment. */
export interface Segment {
  readonly kind: 'queue' | 'run' | 'wait' | 'left' | 'later'
  /** Milliseconds since 1970. */
  readonly from: number
  readonly to: number
  /** How a run ended, for its color. */
  readonly ended?: 'well' | 'badly'
  /** Which attempt it belongs to, if there are several. */
  readonly attempt?: number
  /** The event that ends it, or that begins it if nothing has ended it. */
  readonly eventId: number
}

const bad = new Set(['failed', 'timedOut', 'terminated', 'refused'])

const time = (ref: { readonly at: Date }) => ref.at.getTime()

/** The row of a step as segments, in the order of time. What came after the moment is one pale segment. */
export function segments(step: StepView, then: StepAt, at: At, times: EventTimes): Segment[] {
  if (then.state === 'future') return later(step, time(step.requested), at)
  const done = then.attempts.length > 0 ? ofAttempts(step, then, at) : ofWhole(step, then, at, times)
  const end = Math.max(at.now, done.at(-1)?.to ?? 0)
  if (then.closed !== undefined || at.closed) return done
  return [...done, ...left(step, end, at), ...later(step, end, at)]
}

function ofAttempts(step: StepView, { attempts, closed }: StepAt, at: At): Segment[] {
  const many = step.attempts.length > 1
  return attempts.flatMap((one, index): Segment[] => {
    const attempt = many ? { attempt: one.number } : {}
    const [scheduled, ended] = [time(one.scheduled), one.closed ? time(one.closed) : at.now]
    const started = one.started ? time(one.started) : ended
    const eventId = (one.closed ?? one.started ?? one.scheduled).eventId
    const how = one.closed && ({ ended: bad.has(one.state) ? 'badly' : 'well' } as const)
    const next = attempts[index + 1]
    const isRetried = one.closed !== undefined && closed?.eventId !== one.closed.eventId
    const until = next ? time(next.scheduled) : isRetried && !at.closed ? at.now : ended
    return [
      {
        kind: 'queue',
        from: scheduled,
        to: started,
        ...attempt,
        ...(one.started ? {} : how),
        eventId: (one.started ?? one.scheduled).eventId,
      },
      ...(one.started
        ? [{ kind: 'run' as const, from: started, to: ended, ...attempt, ...how, eventId }]
        : []),
      ...(until > ended ? [{ kind: 'wait' as const, from: ended, to: until, ...attempt, eventId }] : []),
    ]
  })
}

/** A step without attempts: a timer waits, a child waits for its start and runs, the others happen at once. */
function ofWhole(step: StepView, { closed, state }: StepAt, at: At, times: EventTimes): Segment[] {
  const from = time(step.requested)
  const to = closed ? time(closed) : at.now
  const ended = closed && ({ ended: bad.has(state) ? 'badly' : 'well' } as const)
  const eventId = (closed ?? step.requested).eventId
  if (step.kind === 'timer') return [{ kind: 'wait', from, to, ...ended, eventId }]
  const [, second] = step.events
  if (step.kind !== 'child' || second === undefined) return [{ kind: 'run', from, to, ...ended, eventId }]
  const started = second <= at.eventId ? times.at(second) : to
  const isStarted = second <= at.eventId && second !== closed?.eventId
  return [
    { kind: 'queue', from, to: started, eventId: second },
    ...(isStarted ? [{ kind: 'run' as const, from: started, to, ...ended, eventId }] : []),
  ]
}

/** The time that is left: of a timer always, of other steps only at present, because history doesn't keep their deadlines. */
function left(step: StepView, from: number, at: At): Segment[] {
  const fires = step.kind === 'timer' ? time(step.requested) + (step.duration ?? 0) : undefined
  const isNewest = step.closed === undefined && at.eventId >= (step.events.at(-1) ?? 0)
  const known = isNewest ? (step.nextAttempt ?? step.deadline) : undefined
  const to = fires ?? known?.at.getTime() ?? 0
  return to > from ? [{ kind: 'left', from, to, eventId: at.eventId }] : []
}

/** From the moment to the end of the step as far as it's known now. */
function later(step: StepView, from: number, at: At): Segment[] {
  const ref = step.closed ?? step.attempts.at(-1)?.closed ?? step.attempts.at(-1)?.scheduled
  const to = ref === undefined || ref.eventId <= at.eventId ? 0 : time(ref)
  const begin = Math.max(from, time(step.requested))
  if (step.requested.eventId <= at.eventId && to <= begin) return []
  return [{ kind: 'later', from: begin, to: Math.max(to, begin), eventId: step.requested.eventId }]
}
