import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { loadHistories, replayAll } from '@reyield/testing'
import { expect, it } from 'vitest'
import { schedule, scheduleWorkflow, type ScheduleOptions } from '../../src/index.ts'
import { finished, fixture, hour, longReport, minute, type Fixture } from '../fixture.ts'

// Schedules are open for years, so these histories must replay with all later versions. `REYIELD_RECORD=1` writes those that are missing.

const declared = (options: Partial<ScheduleOptions<void>>) =>
  schedule({ name: 'job', every: '1h', workflow: longReport, ...options } as ScheduleOptions<void>)
const finish = (here: Fixture) => here.client.handle(longReport, { workflowId: 'job.run' }).signal(finished)

const courses: Record<string, (here: Fixture) => Promise<unknown>> = {
  async skip(here) {
    await here.client.schedules.create(declared({}))
    await here.pass(3 * hour)
  },
  async bufferOne(here) {
    await here.client.schedules.create(declared({ overlap: 'bufferOne', jitter: '30s' }))
    await here.pass(2 * hour + 5 * minute)
    await finish(here)
    await here.pass(hour)
  },
  async cancelOther(here) {
    await here.client.schedules.create(declared({ overlap: 'cancelOther' }))
    await here.pass(3 * hour)
  },
  async allow(here) {
    await here.client.schedules.create(
      declared({ overlap: 'allow', every: undefined, cron: '0 * * * *', catchUp: '2h' } as never),
    )
    await here.pass(hour)
    await here.withdraw()
    await here.clock.advance(5 * hour)
    await here.deploy()
    await here.pass(hour)
  },
  async commanded(here) {
    const { schedules } = here.client
    await schedules.create(declared({}), { paused: 'not yet' })
    await here.pass(hour)
    await schedules.trigger('job')
    await here.idle()
    await schedules.resume('job')
    await here.pass(hour)
    const to = new Date(here.clock.now())
    await schedules.backfill('job', { from: new Date(to.getTime() - 12 * hour), to })
    await here.pass(minute)
    await schedules.update(declared({ every: '2h' }))
    await here.pass(2 * hour)
    await schedules.delete('job')
    await here.pass(minute)
  },
  async refused(here) {
    await here.client.schedules.create(declared({ workflow: { ...longReport, version: '7' } }))
    await here.pass(2 * hour)
  },
}

it.each(Object.entries(courses))('the recorded histories of %s replay', async (name, course) => {
  const file = new URL(`${name}.json`, import.meta.url)
  if (process.env['REYIELD_RECORD'] === '1' && !existsSync(file)) {
    await using here = await fixture()
    await here.deploy()
    await course(here)
    const recorded = here.events('schedule.job').map((events, i) => ({
      execution: { workflowId: 'schedule.job', runId: `run-${i + 1}` },
      events,
    }))
    const text = JSON.stringify(recorded)
      .replaceAll(/\d+@[^"]+/g, 'decider')
      .replaceAll(/main~[^"]+/g, 'main~own')
    writeFileSync(file, text)
  }
  for (const recorded of loadHistories(readFileSync(file, 'utf8'))) {
    const tasks = await replayAll(scheduleWorkflow, recorded)
    expect(tasks.map(({ differences }) => differences)).toEqual(
      tasks.map(() => ({ notRecorded: [], notDecided: [] })),
    )
  }
})
