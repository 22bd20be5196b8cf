import { expect, it } from 'vitest'
import { Fleet, type Role } from './test/fleet/fleet.ts'
import { problemsOf } from './test/fleet/problems.ts'
import { kill } from './test/running-example.ts'

const seconds = 90
const roles: readonly Role[] = ['worker', 'worker', 'worker', 'decider', 'decider', 'decider']

it('a fleet is replaced again and again while some of its processes are killed, and only what these had in hand is repeated', async () => {
  await using fleet = await Fleet.start()
  const processes = await Promise.all(roles.map(role => fleet.add(role, 'first')))
  const end = Date.now() + seconds * 1000
  const work = fleet.work(24, () => Date.now() > end)
  const killed = new Set<number>()
  const ends = new Set<unknown>()
  let replaced = 0
  for (; Date.now() < end; replaced++) {
    for (const [at, role] of roles.entries()) {
      const old = processes[at]!
      const [added, howEnded] = await fleet.replace(old, role, 'second')
      processes[at] = added
      ends.add(howEnded)
      if ((replaced + at) % 4 === 3) {
        killed.add(added.child.pid!)
        await kill(added)
        processes[at] = await fleet.add(role, 'second')
      }
    }
  }
  await work
  const { closed } = fleet
  console.log({ seconds, replaced, killed: killed.size, executions: closed.length })
  expect(ends).toEqual(new Set([0]))
  expect(problemsOf(closed, fleet.activityRuns(), killed)).toEqual([])
  expect((await fleet.client.count({ status: 'CLOSED', closeStatus: 'COMPLETED' })).count).toBe(closed.length)
}, 300_000)
