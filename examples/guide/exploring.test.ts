import { readFileSync } from 'node:fs'
import { explore, scenario, type ExploreOptions, type ScenarioFailedError } from '@reyield/testing'
import { expect, it } from 'vitest'
import { careless, charge, parcel, refund, ship, shop } from './parcel.ts'
import { approved, remind, review, reviewing } from './waiting.ts'

const options: ExploreOptions = {
  activities: shop,
  outcomes: { refund: ['completed'] }, // it is retried until it succeeds
  finally: {
    'whoever paid gets the parcel or a refund': ({ done }) =>
      done(charge).length <= done(ship).length + done(refund).length,
  },
}

it('refunds whoever paid and gets no parcel, in every order of events', async () => {
  const covered = await explore(parcel, '7', options)
  expect(covered).toMatchObject({ complete: true, scenarios: 17 })
})

it('reports a failed check with the shortest scenario', async () => {
  const failure = await explore(careless, '7', options).catch(
    (error: unknown) => error as ScenarioFailedError,
  )
  expect(failure).toMatchObject({ steps: ["charge('7') timed out after its work was done"] })
  const page = readFileSync(new URL('../../docs/guide/testing.md', import.meta.url), 'utf8')
  expect(page).toContain((failure as ScenarioFailedError).message)
})

it('runs the scenario that the exploration has printed', async () => {
  const execution = await scenario(parcel, '7', options)
  await execution.timeOut(charge, { worked: true })
  const { closeStatus, done } = await execution.runToEnd()
  expect([closeStatus, done(refund).length]).toEqual(['FAILED', 1])
})

it('publishes if the approval arrives while the first reminder is being sent', async () => {
  const execution = await scenario(review, 'ann', { activities: reviewing })
  await execution.advanceToNextDeadline() // a day later the workflow asks for a reminder
  await execution.signal(approved, { by: 'bob' })
  await execution.complete(remind)
  const { result } = await execution.runToEnd()
  expect(result).toBe('published by bob')
})
