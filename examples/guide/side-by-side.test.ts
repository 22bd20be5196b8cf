import { decide, explore, history, run, type Mocks } from '@reyield/testing'
import { expect, it } from 'vitest'
import { album, compare, comparing, pings, watched } from './side-by-side.ts'

const activities = comparing

it('all, allSettled, any, race and timeout find the cheapest shops', async () => {
  const { result } = await run(compare, ['closed', 'corner', 'mall'], { activities })
  expect(result).toEqual({ wheel: 20, bell: 16, frame: 20, lamp: 24, winner: 'here' })
})

it('the slower one of a race is asked to cancel itself', async () => {
  const slow = {
    ...comparing,
    async quote({ shop, part }, { sleep }) {
      await sleep(shop.length === 4 ? '1s' : '2s')
      return shop.length * part.length
    },
  } satisfies Mocks<typeof comparing>
  const { result, decisions } = await run(compare, ['corner', 'mall'], { activities: slow })
  expect(result).toMatchObject({ lamp: 16, winner: 'there' })
  expect(decisions.filter(decision => 'cancelActivity' in decision)).toHaveLength(2)
})

it('a map of 200 branches, of which some fail, 50 at a time', async () => {
  const files = Array.from({ length: 200 }, (_, n) => (n % 20 === 0 ? `${n}.txt` : `${n}.png`))
  const going = run(album, files, { activities })
  const { waiting } = await going.until(({ decisions }) => decisions.length > 0)
  expect(waiting).toHaveLength(50)
  expect((await going).result).toBe(190)
})

it('a fork runs beside the main work: both must succeed, in whatever order', async () => {
  const { complete, closeStatuses } = await explore(watched, 'a.png', {
    activities,
    outcomes: { ping: ['completed', 'failed'], resize: ['completed', 'failed'] },
    cancelRequests: 0,
    finally: {
      'the size is returned if both have succeeded': ({ done, result }) =>
        expect(result).toBe(done().length === 2 ? 5 : undefined),
    },
  })
  // a failure of `resize` ends it at once; one of the fork is thrown where it is joined
  expect({ complete, closeStatuses }).toEqual({ complete: true, closeStatuses: { COMPLETED: 2, FAILED: 5 } })
})

it('a fan-out that the history has no room for is refused, and split', async () => {
  const files = (count: number) => Array.from({ length: count }, () => '')
  const marker = async (count: number) => {
    const { raw } = await decide(pings, history(pings).started(files(count)))
    return raw.map(one => one.recordMarkerDecisionAttributes?.markerName).find(name => name !== undefined)
  }
  expect([await marker(8333), await marker(8334)]).toEqual([undefined, 'b1'])
})
