export type Plan = 'basic' | 'pro'

/** What a month costs, in cents. */
export const prices: Readonly<Record<Plan, number>> = { basic: 900, pro: 2900 }

/** A subscription. Each run of its workflow gets it from the run before. A new one has a customer and a plan only. */
export interface Subscription {
  readonly customer: string
  readonly plan: Plan
  /** The end of the trial, from which the months are counted. */
  readonly since?: Date
  /** Which month this is, from 1. Default 0, the trial. */
  readonly month?: number
  /** Whether nothing is charged for this month. */
  readonly isPaused?: boolean
}

/** `overdue`: the card was declined and will be tried again. `suspended`: it won't, unless the customer asks for it. */
export type State = 'trial' | 'active' | 'paused' | 'overdue' | 'suspended'

/** What `handle.status()` returns. */
export interface SubscriptionStatus {
  readonly state: State
  readonly plan: Plan
  readonly month: number
  readonly end: Date
}

/** The result of the workflow. */
export interface Ended {
  readonly months: number
  readonly reason: 'canceled' | 'not paid'
}

export const dateOf = (date: Date) => date.toISOString().slice(0, 10)

export const daysAfter = (date: Date, days: number) => new Date(date.getTime() + days * 86_400_000)

/** The same day so many months later, in UTC. If that month is too short, its last day. */
export function monthsAfter(date: Date, months: number): Date {
  const later = new Date(date)
  later.setUTCMonth(date.getUTCMonth() + months + 1, 0) // the last day of that month
  if (date.getUTCDate() < later.getUTCDate()) later.setUTCDate(date.getUTCDate())
  return later
}
