import { withSchedules, type Schedules } from '@reyield/schedules'
import type { ScheduleRow } from '../api/index.ts'
import { serviceOf, type App } from '../app.ts'
import { InvalidRequestError } from '../errors.ts'
import type { Handlers } from './handler.ts'
import { wire } from './wire.ts'

/** How many schedules are described, and how many at once. Each takes a call. */
const most = 500
const atOnce = 8

const steered: Readonly<Record<string, (schedules: Schedules, name: string) => Promise<string>>> = {
  pause: async (schedules, name) => (await schedules.pause(name), `${name} was paused`),
  resume: async (schedules, name) => (await schedules.resume(name), `${name} was resumed`),
  trigger: async (schedules, name) => (await schedules.trigger(name), `A run of ${name} starts now`),
  delete: async (schedules, name) => (await schedules.delete(name), `${name} was deleted`),
}

/** Schedules of the domain. */
export const scheduleRoutes = {
  'GET /api/schedules': async app => {
    const schedules = schedulesOf(app)
    const names: string[] = []
    for await (const { name } of schedules.list()) if (names.push(name) === most) break
    const rows: ScheduleRow[] = []
    for (let from = 0; from < names.length; from += atOnce) {
      const described = names.slice(from, from + atOnce).map(name =>
        schedules.describe(name).then(
          found => [wire(found)],
          (error: unknown) => {
            if ((error as { code?: string }).code === 'SCHEDULE_UNKNOWN') return [] // it was deleted meanwhile
            throw error
          },
        ),
      )
      rows.push(...(await Promise.all(described)).flat())
    }
    return rows.toSorted((a, b) => a.name.localeCompare(b.name))
  },
  'POST /api/schedules/:name/:action': async (app, { parameters }) => {
    const { name = '', action = '' } = parameters
    const steer = Object.hasOwn(steered, action) ? steered[action] : undefined
    if (steer === undefined)
      throw new InvalidRequestError('A schedule can be paused, resumed, triggered or deleted', 404)
    return { done: await steer(schedulesOf(app), name) }
  },
} satisfies Partial<Handlers>

const schedulesOf = (app: App): Schedules => withSchedules(serviceOf(app).client).schedules
