import { expect, it } from 'vitest'
import { faultSampler } from './fault-sampler.ts'

const sampled = (seed: number, actions?: string[]) => {
  const sampler = faultSampler({ seed, lostResponses: 0.5, delays: 0.5, ...(actions && { actions }) })
  return ['StartWorkflowExecution', 'PollForDecisionTask', 'PollForActivityTask', 'PollForDecisionTask'].map(
    action => sampler.sample(action),
  )
}

it('chooses the same faults with the same seed, and others with another seed', () => {
  expect(sampled(7)).toEqual(sampled(7))
  expect(sampled(7)).not.toEqual(sampled(8))
})

it('injects nothing into actions that are not listed, and takes no random numbers for them', () => {
  const some = sampled(7, ['PollForDecisionTask'])
  expect(some.map(one => one !== undefined)).toEqual([false, true, false, true])
  expect([some[1], some[3]]).toEqual(sampled(7).slice(0, 2))
})

it('never injects a fault with probability 0, and always one with probability 1', () => {
  const sampler = faultSampler({ lostRequests: 1, longestDelay: 0 })
  expect(sampler.sample('TagResource')).toEqual({
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

it('keeps the random sequence of a seed, since users write seeds down', () => {
  const sampler = faultSampler({ throttles: 0.5, lostResponses: 0.5, delays: 0.5 })
  const sampled = Array.from({ length: 4 }, () => {
    const { wait, ...faults } = sampler.sample('TagResource')!
    return [...Object.entries(faults).flatMap(([name, hit]) => (hit ? [name] : [])), Math.floor(wait)]
  })
  expect(sampled).toEqual([
    [36],
    ['throttles', 'lostResponses', 'delays', 7],
    ['throttles', 'delays', 21],
    ['lostResponses', 9],
  ])
  expect(sampler.random()).toBeCloseTo(0.7209477, 7)
})

it('rejects invalid options', () => {
  expect(() => faultSampler({ throttles: 2 })).toThrow(
    expect.objectContaining({
      code: 'OPTION_INVALID',
      message: 'faults.throttles is 2: expected a probability from 0 to 1',
    }),
  )
})
