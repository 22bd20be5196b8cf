import { setTimeout as sleep } from 'node:timers/promises'
import type { ClockState } from '../api/index.ts'
import type { App } from '../app.ts'
import { InvalidRequestError } from '../errors.ts'
import type { LocalControls } from '../local/controls.ts'
import { deadlineText } from '../local/deadline-text.ts'
import type { Handlers } from './handler.ts'

/** The longest time that can be skipped, in milliseconds: a year. */
const longest = 366 * 86_400_000

/** The clock and the faults of a local SWF in this process. */
export const localRoutes = {
  'GET /api/clock': async app => {
    const local = localOf(app)
    await local.refresh?.()
    return clockOf(local)
  },
  'POST /api/clock/skip': async (app, { body }) => {
    const local = localOf(app)
    const { skipTo } = local
    if (skipTo === undefined) throw new InvalidRequestError('The clock of this SWF can’t be skipped', 404)
    await local.refresh?.()
    await skipTo(timeIn(body, local))
    await local.refresh?.()
    await dueOnesHappened(local)
    const state = clockOf(local)
    app.hub.sayState('clock', { now: state.now })
    app.attention?.again()
    return state
  },
  'GET /api/faults': app => ({ faults: app.faults.now }),
  'PUT /api/faults': async (app, { body }) => {
    const { setFaults } = localOf(app)
    const { faults } = body
    if (setFaults === undefined) throw new InvalidRequestError('The faults of this SWF can’t be changed', 404)
    if (
      !Array.isArray(faults) ||
      faults.length > 1 ||
      faults.some(each => typeof each !== 'object' || each === null)
    ) {
      throw new InvalidRequestError(
        'The member faults of the request must be a list with one object, or an empty one',
      )
    }
    const [first] = faults as Readonly<Record<string, unknown>>[]
    await setFaults(first)
    app.faults.now = first === undefined ? [] : [first]
    return { faults: app.faults.now }
  },
} satisfies Partial<Handlers>

/** What is due by now happens soon after a skip, so the answer waits a moment for it. */
async function dueOnesHappened(local: LocalControls): Promise<void> {
  const isDue = () => (local.nextDeadline()?.at.getTime() ?? Infinity) <= local.now()
  for (let tries = 0; tries < 100 && isDue(); tries++) await sleep(2)
}

function localOf({ local }: App): LocalControls {
  if (local !== undefined) return local
  throw new InvalidRequestError('There is no local SWF in this process. Use reyield dev', 404)
}

function clockOf(local: LocalControls): ClockState {
  const next = local.nextDeadline()
  return {
    now: new Date(local.now()).toISOString(),
    ...(next === undefined
      ? {}
      : {
          next: {
            text: deadlineText(next),
            at: next.at.toISOString(),
            ends: next.kind !== 'timer',
            run: { workflowId: next.workflowId, runId: next.runId },
          },
        }),
  }
}

/** The time to which a request skips. */
function timeIn({ to, by }: Readonly<Record<string, unknown>>, local: LocalControls): Date {
  if (to === 'next') {
    const next = local.nextDeadline()
    if (next !== undefined) return next.at
    throw new InvalidRequestError('There is nothing to skip to: no execution has a timer or a timeout', 409)
  }
  if (typeof by === 'number' && by > 0 && by <= longest) return new Date(local.now() + by)
  throw new InvalidRequestError('The request must have to: "next", or by: milliseconds, at most a year')
}
