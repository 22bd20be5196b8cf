import { expect, it } from 'vitest'
import { faultDraws } from './fault-sampler.ts'

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

it('the lots of a seed stay what they are: seeds are noted down', () => {
  const draws = faultDraws({ throttles: 0.5, lostResponses: 0.5, delays: 0.5 })
  const drawn = Array.from({ length: 4 }, () => {
    const { wait, ...faults } = draws.draw('TagResource')!
    return [...Object.entries(faults).flatMap(([name, hit]) => (hit ? [name] : [])), Math.floor(wait)]
  })
  expect(drawn).toEqual([
    [36],
    ['throttles', 'lostResponses', 'delays', 7],
    ['throttles', 'delays', 21],
    ['lostResponses', 9],
  ])
  expect(draws.random()).toBeCloseTo(0.7209477, 7)
})

it('options that make no sense are refused', () => {
  expect(() => faultDraws({ throttles: 2 })).toThrow(
    expect.objectContaining({
      code: 'OPTION_INVALID',
      message: 'faults.throttles is 2: expected a probability from 0 to 1',
    }),
  )
})
