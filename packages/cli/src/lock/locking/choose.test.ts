import type { ReplayCheck } from '@reyield/inspect'
import { expect, it } from 'vitest'
import type { Candidate } from './candidates.ts'
import { choose } from './choose.ts'

const candidate = (pairs: string, cost = 1): Candidate => ({
  from: `${pairs}.json`,
  workflow: 'order@1.0',
  text: () => pairs,
  pairs: new Set(pairs),
  cost,
  isClear: false,
})
const limits = { histories: 2, bytes: 1000 }
const fits: ReplayCheck = { decisionTasks: 1, error: undefined }
const fails: ReplayCheck = { decisionTasks: 1, error: { code: 'NON_DETERMINISM', message: '', eventId: 5 } }

it('replays only what it chooses, and looks elsewhere for what a history that fails has had', async () => {
  const replayed: string[] = []
  const { histories, leftOut, overLimits, patches } = await choose(
    [candidate('a'), candidate('ab'), candidate('abc'), candidate('bc', 2)],
    limits,
    async candidate => {
      const text = candidate.text()
      replayed.push(text)
      return text === 'abc'
        ? fails
        : {
            ...fits,
            patches: [
              { id: `of ${text}`, wentOldWay: false },
              { id: 'x', wentOldWay: true },
            ],
          }
    },
  )
  expect(replayed).toEqual(['abc', 'ab', 'bc'])
  expect(histories.map(each => each.text())).toEqual(['ab', 'bc'])
  expect(leftOut.map(({ candidate: left }) => left.text())).toEqual(['abc'])
  expect([overLimits, patches]).toEqual([0, ['of ab', 'of bc', 'x']])
})

it('says how many more would be needed', async () => {
  const all = ['a', 'b', 'c', 'd'].map(pairs => candidate(pairs))
  const { histories, overLimits } = await choose(all, limits, async () => fits)
  expect([histories.map(each => each.text()), overLimits]).toEqual([['a', 'b'], 2])
})
