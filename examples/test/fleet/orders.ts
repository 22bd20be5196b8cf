import { activities } from '@reyield/workflow'

/** An order, and how long each of its activities takes. */
export interface Order {
  readonly id: number
  readonly milliseconds: number
}

type Step = (order: Order) => Promise<string>

export const steps = ['reserve', 'weigh', 'charge', 'pack'] as const

/** The activities of both builds. Only the second one has `weigh`. */
export const { reserve, weigh, charge, pack } = activities<Record<(typeof steps)[number], Step>>({
  startToClose: '5s',
  retry: { maximumAttempts: 20, initialInterval: '0s' },
})
