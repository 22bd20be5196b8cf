import { readFileSync } from 'node:fs'
import { explore, scenario, type ExploreOptions, type ScenarioFailedError } from '@reyield/testing'
import { expect, it } from 'vitest'
import { careless, charge, parcel, refund, ship, shop } from './parcel.ts'

const options: ExploreOptions = {
  activities: shop,
  outcomes: { refund: ['completed'] }, // it is tried until it succeeds
  finally: {
    'who has paid gets the parcel, or the money back': ({ done }) =>
      done(charge).length <= done(ship).length + done(refund).length,
  },
}

it('whoever has paid gets the parcel or the money back, whatever happens when', async () => {
  const covered = await explore(parcel, '7', options)
  expect(covered).toMatchObject({ complete: true, stories: 17 })
})

it('what does not hold is told as the shortest story', async () => {
  const failure = await explore(careless, '7', options).catch(
    (error: unknown) => error as ScenarioFailedError,
  )
  expect(failure).toMatchObject({ steps: ["charge('7') times out, and its work was done"] })
  const page = readFileSync(new URL('../../docs/guide/testing.md', import.meta.url), 'utf8')
  expect(page).toContain((failure as ScenarioFailedError).message)
})

it('a story can be told step by step, as an exploration prints it', async () => {
  const execution = await scenario(parcel, '7', options)
  await execution.timeOut(charge, { worked: true })
  const { closeStatus, done } = await execution.runToEnd()
  expect([closeStatus, done(refund).length]).toEqual(['FAILED', 1])
})
