import { expect, test } from 'vitest'
import { draftOfFaults, faultsOf } from './fault-draft.ts'

test('faults become percents, and percents become the same faults', () => {
  const faults = { throttles: 0.07, lostResponses: 0.29, seed: 7, longestDelay: 200, actions: ['A', 'B'] }
  const draft = draftOfFaults(faults)
  expect(draft).toEqual({
    throttles: '7',
    lostResponses: '29',
    seed: '7',
    longestDelay: '200',
    actions: 'A, B',
  })
  expect(faultsOf(draft)).toEqual({ faults })
})

test('without a percent above 0 there are no faults', () => {
  expect(faultsOf({ throttles: '0', seed: '3', actions: 'A' })).toEqual({ faults: undefined })
})

test.each([
  [{ throttles: '101' }, '“Throttled, %” must be a number from 0 to 100.'],
  [{ delays: 'x' }, '“Delayed, %” must be a number from 0 to 100.'],
  [{ seed: '-1' }, '“Seed” must be a number that isn’t negative.'],
])('%j is refused', (draft, error) => {
  expect(faultsOf(draft)).toEqual({ error })
})
