import { createLocalSwf, type LocalSwf } from '@reyield/local'
import { round, type Figure, type Measure } from '../../measure.ts'
import { act, domain, register, start } from './place.ts'

const taskList = { name: 'list' }

/** Schedules so many activities at once, then completes each; microseconds an activity. */
async function measured(local: LocalSwf, count: number): Promise<number> {
  const begin = performance.now()
  await start(local, `w${count}`)
  const { taskToken } = await local.swf.pollForDecisionTask({ domain, taskList, maximumPageSize: 1 })
  await local.swf.respondDecisionTaskCompleted({
    taskToken,
    decisions: Array.from({ length: count }, (_, n) => ({
      decisionType: 'ScheduleActivityTask' as const,
      scheduleActivityTaskDecisionAttributes: {
        activityType: act,
        activityId: String(n),
        taskList,
        scheduleToStartTimeout: 'NONE',
        scheduleToCloseTimeout: 'NONE',
        startToCloseTimeout: '3600',
        heartbeatTimeout: 'NONE',
      },
    })),
  })
  const tokens: (string | undefined)[] = []
  for (let n = 0; n < count; n++)
    tokens.push((await local.swf.pollForActivityTask({ domain, taskList })).taskToken)
  for (const token of tokens) await local.swf.respondActivityTaskCompleted({ taskToken: token })
  return ((performance.now() - begin) * 1000) / count
}

export const openActivities: Measure = {
  name: 'open-activities',
  about:
    'an activity scheduled, started and completed, with 10, 100 and 1,000 of them open in one execution at once, log in ' +
    'memory; best of five; floor: 10 at once in the same run',
  async run(): Promise<Figure[]> {
    const figures: Figure[] = []
    let floor: number | undefined
    for (const count of [10, 100, 1000]) {
      const values: number[] = []
      for (let n = 0; n < 5; n++) {
        const local = await createLocalSwf()
        await register(local)
        values.push(await measured(local, count))
        await local.close()
      }
      const value = Math.min(...values)
      figures.push({
        measure: 'open-activities',
        at: `open=${count}`,
        value: round(value),
        unit: 'us/activity',
        ...(floor === undefined ? {} : { floor: round(floor), ratio: round(value / floor) }),
      })
      floor ??= value
    }
    return figures
  },
}
