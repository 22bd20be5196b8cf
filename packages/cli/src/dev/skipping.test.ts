import { skippableClock, type LocalSwf, type NextDeadline } from '@reyield/local'
import { expect, it } from 'vitest'
import { Skipping } from './skipping.ts'

const start = Date.now()
const run = { domain: { region: 'us-east-1', name: 'shop' }, workflowId: 'order-7', runId: '22A' }

/** A clock, and the key that skips it to a deadline. */
function withDeadline(deadline: Omit<NextDeadline, keyof typeof run> | undefined) {
  const clock = skippableClock({ wall: () => start, monotonic: () => 0 })
  const local = { nextDeadline: () => deadline && { ...run, ...deadline } } as LocalSwf
  return { clock, skipping: new Skipping({ clock, local }) }
}

const inOneHour = new Date(start + 3_600_000)

it('skips to a timer', () => {
  const { clock, skipping } = withDeadline({ at: inOneHour, kind: 'timer', id: '2', running: false })
  expect([skipping.skip(), clock.now() - start]).toEqual(['Skipped 1h to timer 2 of order-7', 3_600_000])
})

it('names the timer of a held execution by what it is for', () => {
  const { skipping } = withDeadline({ at: inOneHour, kind: 'timer', id: '~retry', running: false })
  expect(skipping.skip()).toBe('Skipped 1h to the next try to decide order-7')
})

it.each<[Omit<NextDeadline, keyof typeof run | 'at'>, string]>([
  [{ kind: 'execution', id: undefined, running: false }, 'the timeout of order-7 as a whole'],
  [
    { kind: 'decision', id: undefined, running: true },
    'the timeout of a decision task of order-7, which a worker has',
  ],
  [
    { kind: 'activity', id: '3', running: true },
    'a timeout of activity 3 of order-7, which a worker is running',
  ],
  [{ kind: 'activity', id: '3', running: false }, 'a timeout of activity 3 of order-7'],
  [{ kind: 'lambda', id: '4', running: true }, 'the timeout of Lambda function 4 of order-7'],
])('skips to what ends something only when asked twice: %j', (deadline, what) => {
  const { clock, skipping } = withDeadline({ at: inOneHour, ...deadline })
  expect([skipping.skip(), clock.now() - start]).toEqual([
    `The next event is ${what}, in 1h: press f again to skip to it`,
    0,
  ])
  expect([skipping.skip(), clock.now() - start]).toEqual([`Skipped 1h to ${what}`, 3_600_000])
})

it('says that there is nothing to skip to', () => {
  expect(withDeadline(undefined).skipping.skip()).toBe(
    'There is nothing to skip to: no execution has a timer or a timeout',
  )
})
