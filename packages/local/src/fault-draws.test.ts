import { expect, it } from 'vitest'
import { faultDraws } from './fault-draws.ts'

const drawn = (seed: number, actions?: string[]) => {
  const draws = faultDraws({ seed, lostResponses: 0.5, delays: 0.5, ...(actions && { actions }) })
  return ['StartWorkflowExecution', 'PollForDecisionTask', 'PollForActivityTask', 'PollForDecisionTask'].map(
    action => draws.draw(action),
  )
}

it('the same seed brings the same faults, another one others', () => {
  expect(drawn(7)).toEqual(drawn(7))
  expect(drawn(7)).not.toEqual(drawn(8))
})

it('what is not listed goes well, and draws nothing', () => {
  const some = drawn(7, ['PollForDecisionTask'])
  expect(some.map(one => one !== undefined)).toEqual([false, true, false, true])
  expect([some[1], some[3]]).toEqual(drawn(7).slice(0, 2))
})

it('a probability of 0 never happens, one of 1 always', () => {
  const draws = faultDraws({ lostRequests: 1, longestDelay: 0 })
  expect(draws.draw('TagResource')).toEqual({
    throttles: false,
    failures: false,
    lostRequests: true,
    lostResponses: false,
    delays: false,
    duplicateTasks: false,
    deadPolls: false,
    wait: 0,
  })
})
