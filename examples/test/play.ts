import { decide, history, type Decided, type History } from '@reyield/testing'
import type { AnyWorkflow } from '@reyield/workflow'

/** What a scheduled activity ends with: a result, an Error, or `'times out'`. */
export type Ending = unknown

/** How a played execution goes on. */
export interface Play {
  /** What the activity `name` ends with, for its nth call (from 1) and its input. */
  activity(name: string, nth: number, input: unknown): Ending
  /** What happens when nothing but these timers is left to wait for; default: they fire. */
  waiting?(told: History): History
  /** Asked before each step; what it gives is what happens instead. */
  instead?(step: number, told: History): History | undefined
}

/** What came of it. */
export interface Played {
  /** The activities that were scheduled, in order. */
  readonly steps: readonly string[]
  readonly end: Decided
}

/** Plays a workflow on a fake history, one event after another, until it ends. */
export async function play(definition: AnyWorkflow, input: unknown, course: Play): Promise<Played> {
  const steps: string[] = []
  const open = new Map<string, { name: string; input: unknown }>()
  const timers = new Set<string>()
  const calls = new Map<string, number>()
  let told = history(definition).started(input)
  for (let step = 0; step < 500; step++) {
    const decided = await decide(definition, told)
    for (const decision of decided.decisions) {
      if ('schedule' in decision) {
        steps.push(decision.schedule)
        open.set(decision.id, { name: decision.schedule, input: decision.input })
      } else if ('cancelActivity' in decision) open.delete(decision.cancelActivity)
      else if ('startTimer' in decision) timers.add(decision.startTimer)
      else if ('cancelTimer' in decision) timers.delete(decision.cancelTimer)
    }
    if (decided.ended !== undefined) return { steps, end: decided }
    told = course.instead?.(step, decided.next) ?? next(decided.next)
  }
  throw new Error(`It has not ended after 500 steps: ${steps.join(', ')}`)

  /** The oldest open activity ends; if there is none, a retry's timer fires; else what the test says. */
  function next(at: History): History {
    const [activity] = open
    if (activity !== undefined) {
      const [id, { name, input }] = activity
      open.delete(id)
      const nth = (calls.get(name) ?? 0) + 1
      calls.set(name, nth)
      const ending = course.activity(name, nth, input)
      if (ending === 'times out') return at.activityTimedOut(id, 'START_TO_CLOSE')
      return ending instanceof Error ? at.activityFailed(id, ending) : at.activityCompleted(id, ending)
    }
    const retry = [...timers].find(id => id.includes('~'))
    const timer = retry ?? [...timers][0]
    if (timer === undefined) throw new Error('Nothing is open')
    if (retry === undefined && course.waiting !== undefined) return course.waiting(at)
    timers.delete(timer)
    return at.timerFired(timer)
  }
}
