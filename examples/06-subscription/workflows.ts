import { scheduledTime } from '@reyield/schedules'
import {
  activities,
  continueAsNew,
  info,
  isReyieldError,
  now,
  race,
  signal,
  sleep,
  status,
  workflow,
  type StatusOperation,
} from '@reyield/workflow'
import type * as impl from './activities.ts'
import { dateOf, daysAfter, monthsAfter, prices } from './subscription.ts'
import type { Ended, Plan, State, Subscription, SubscriptionStatus } from './subscription.ts'

const { charge, sendMail, countSubscriptions } = activities<typeof impl>({
  startToClose: '30s',
  retry: { maximumAttempts: 100, maximumInterval: '1h', nonRetryable: ['CardDeclinedError'] }, // the bank may be down for days
})

/** What a customer can do. It takes effect with the next month. */
export const upgraded = signal<{ plan: Plan }>('upgraded')
export const paused = signal('paused')
export const resumed = signal('resumed')
export const canceled = signal('canceled')

/**
 * A subscription, from its trial to its end, perhaps years later. Each run of the workflow is one month, for which it charges first. Then it
 * continues as new, so that its history stays short.
 */
export const subscription = workflow(
  { name: 'subscription', taskList: 'subscriptions', executionStartToClose: '60 days' },
  async function* (current: Subscription): AsyncGenerator<unknown, Ended> {
    const { customer, plan, month = 0, isPaused = false } = current
    const since = current.since ?? daysAfter((yield* info()).startedAt, 14)
    const end = monthsAfter(since, month)
    const show = (state: State) => status({ state, plan, month, end } satisfies SubscriptionStatus)

    if (month === 0) yield* show('trial')
    else if (isPaused) yield* show('paused')
    else if (yield* pay(current, end, show)) yield* show('active')
    else return yield* ended(customer, { months: month - 1, reason: 'not paid' })

    let next: Subscription = { customer, plan, since, month: month + 1, isPaused }
    let isCanceled = false
    for (;;) {
      const event = yield* race({ upgraded, paused, resumed, canceled, over: sleep(end) })
      if (event.winner === 'over') break
      if (event.winner === 'upgraded') next = { ...next, plan: event.value.plan }
      else if (event.winner === 'canceled') isCanceled = true
      else next = { ...next, isPaused: event.winner === 'paused' }
      yield* sendMail({ to: customer, text: `your subscription is ${event.winner} from ${dateOf(end)} on` })
    }
    if (isCanceled) return yield* ended(customer, { months: month, reason: 'canceled' })
    return yield* continueAsNew(next)
  },
)

async function* ended(customer: string, how: Ended): AsyncGenerator<unknown, Ended> {
  yield* sendMail({
    to: customer,
    text: `your subscription has ended after ${how.months} months: ${how.reason}`,
  })
  return how
}

/** The days between two attempts to charge a card that was declined. */
const dunning = [3, 5]

/**
 * Charges for a month. If the card is declined, it tries again after some days. If it's still declined, the subscription is suspended until the
 * customer resumes it. Returns false if that doesn't happen in this month.
 */
async function* pay(
  { customer, plan, month }: Subscription,
  end: Date,
  show: (state: State) => StatusOperation,
): AsyncGenerator<unknown, boolean> {
  for (;;) {
    for (const days of [...dunning, undefined]) {
      try {
        yield* charge({ id: `${customer} ${month}`, customer, cents: prices[plan] })
        return true
      } catch (error) {
        if (!isDeclined(error)) throw error
      }
      yield* show(days === undefined ? 'suspended' : 'overdue')
      yield* sendMail({ to: customer, text: 'your card was declined' })
      if (days !== undefined) yield* sleep(`${days} days`)
    }
    const event = yield* race({ resumed, canceled, over: sleep(end) })
    if (event.winner !== 'resumed') return false
  }
}

const isDeclined = (error: unknown) =>
  isReyieldError(error, 'ACTIVITY_FAILED') && (error.cause as Error).name === 'CardDeclinedError'

/** Reports how many subscriptions there are. A schedule starts it each month. */
export const subscriptionReport = workflow(
  { name: 'subscriptionReport', taskList: 'subscriptions', executionStartToClose: '1 day' },
  async function* ({ to }: { to: string }) {
    const { tags } = yield* info()
    const date = dateOf(scheduledTime(tags) ?? (yield* now()))
    const count = yield* countSubscriptions()
    yield* sendMail({ to, text: `subscriptions on ${date}: ${count}` })
    return count
  },
)
