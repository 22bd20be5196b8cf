import { setTimeout } from 'node:timers/promises'
import { replayAll } from '@reyield/testing'
import { expect, it } from 'vitest'
import { Fleet, type Closed, type Role } from './test/fleet/fleet.ts'
import { identityOf, problemsOf } from './test/fleet/problems.ts'
import { order } from './test/fleet/second-build.ts'

const roles: readonly Role[] = ['worker', 'worker', 'decider', 'decider']

/** The builds that have decided something in an execution, in their order. */
const buildsOf = ({ events }: Closed) => [
  ...new Set(
    events
      .filter(({ eventType }) => eventType === 'DecisionTaskStarted')
      .map(event => identityOf(event)?.split('build/')[1]),
  ),
]

it('a fleet is replaced under load by a build whose workflow is patched, one process after the other, and nothing is lost', async () => {
  await using fleet = await Fleet.start()
  const old = await Promise.all(roles.map(role => fleet.add(role, 'first')))
  let isReplaced = false
  const work = fleet.work(12, () => isReplaced)
  while (fleet.closed.length === 0) await setTimeout(20) // one that the first build decides alone
  const ends: unknown[] = []
  // activity workers first: deciders of the second build ask for an activity that the first one doesn't have
  for (const [at, role] of roles.entries()) ends.push((await fleet.replace(old[at]!, role, 'second'))[1])
  isReplaced = true
  await work
  const { closed } = fleet

  expect(ends).toEqual([0, 0, 0, 0])
  expect(await fleet.client.count({ status: 'CLOSED', closeStatus: 'COMPLETED' })).toEqual({
    count: closed.length,
    truncated: false,
  })
  expect(problemsOf(closed, fleet.activityRuns())).toEqual([])
  expect(new Set(closed.map(buildsOf).map(String))).toEqual(new Set(['first', 'first,second', 'second']))
  for (const { workflowId, events } of closed) {
    await replayAll(order, { execution: { workflowId, runId: 'any' }, events })
  }
  const weighed = closed.filter(({ result }) => (result as string[]).length === 4)
  expect(weighed.length).toBeGreaterThan(0)
  expect(weighed.length).toBeLessThan(closed.length)
})
