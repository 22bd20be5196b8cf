import { compression, directoryStore, encryption, offload } from '@reyield/codecs'
import type { PayloadPipeline } from '@reyield/data'
import { activities, child, continueAsNew, sideEffect, signal, workflow } from '@reyield/workflow'

/** Is in every payload, and must be in no file. */
export const secret = 'Marzipan-4242'

export const keyIds = ['k0', 'k1', 'k2'] as const
export type KeyId = (typeof keyIds)[number]

/** The codecs of one process. `current` differs between processes, since keys rotate while they run. */
export const pipelineOf = (folder: string, current: KeyId): PayloadPipeline => [
  compression(),
  encryption({
    keys: Object.fromEntries(keyIds.map((id, at) => [id, Buffer.alloc(32, at + 1)])),
    current,
    required: true,
  }),
  offload({ store: directoryStore(folder), above: 500, cache: 1_000_000 }),
]

export const impl = {
  // incompressible, so that it's offloaded
  charge: (card: string) =>
    Promise.resolve({
      card,
      receipt: Array.from({ length: 800 }, () => Math.random().toString(36)).join(''),
    }),
}
const { charge } = activities<typeof impl>({
  startToClose: '3s',
  retry: { maximumAttempts: 1000, initialInterval: '0s' },
})
export const approved = signal<string>('approved')
const options = { taskList: 'orders', executionStartToClose: '1h', taskStartToClose: '3s' } as const

export const parcel = workflow({ name: 'parcel', ...options }, async function* (to: string) {
  const nonce = yield* sideEffect(() => `${to} ${Math.random()}`)
  return nonce.startsWith(to) ? to : 'another one'
})

export const order = workflow(
  { name: 'order', ...options },
  async function* (input: { card: string; rounds: number; by?: string }) {
    const paid = yield* charge(input.card)
    const by = input.by ?? (yield* approved)
    const to = yield* child(parcel, `${by}'s neighbor`)
    if (input.rounds > 1) yield* continueAsNew({ ...input, by, rounds: input.rounds - 1 })
    return { card: paid.card, receipt: paid.receipt.length > 5000, to }
  },
)
