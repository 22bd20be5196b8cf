import type { RecordedRun } from '@reyield/inspect'
import {
  activities,
  all,
  child,
  info,
  log,
  now,
  patched,
  race,
  random,
  sideEffect,
  signal,
  sleep,
  status,
  uuid,
  workflow,
} from '@reyield/workflow'
import { beforeAll, describe, expect, it } from 'vitest'
import { send } from '../../src/index.ts'
import { failuresOf, recordedBy, whileOpen } from './recorded.ts'

interface Shop {
  charge(of: unknown): Promise<string>
  pack(id: string): Promise<string>
  print(id: string): Promise<string>
  ship(box: string): Promise<string>
  weigh(box: string): Promise<number>
}
const shop = activities<Shop>({ startToClose: '5m' })
const { charge, pack, print, ship, weigh } = shop
const approved = signal<string>('approved')
const parcels = workflow({ name: 'parcels', executionStartToClose: '1h' }, function* (box: string) {
  return yield* ship(box)
})

type Program = (id: string) => Generator<unknown, unknown>
const code = (program: Program) => workflow({ name: 'order', executionStartToClose: '7 days' }, program)

/** What is locked: an order that is charged, packed with its label printed, approved within an hour, and shipped. */
const order = code(function* (id) {
  yield* charge(id)
  const [box] = yield* all([pack(id), print(id)])
  const answer = yield* race({ approved, late: sleep('1h') })
  if (answer.winner === 'late') return 'late'
  return yield* ship(box)
})

/** The order, with one of its parts replaced. */
const changed = (parts: {
  first?: Program
  charged?: Program
  packed?: Program
  answered?: (id: string) => Generator<unknown, string>
  shipped?: (box: string) => Generator<unknown, unknown>
}) =>
  code(function* (id) {
    if (parts.first !== undefined) yield* parts.first(id)
    yield* parts.charged?.(id) ?? charge(id)
    const [box] = (yield* parts.packed?.(id) ?? all([pack(id), print(id)])) as [string]
    const winner =
      parts.answered === undefined
        ? (yield* race({ approved, late: sleep('1h') })).winner
        : yield* parts.answered(id)
    if (winner === 'late') return 'late'
    return yield* parts.shipped?.(box) ?? ship(box)
  })

const options = {
  activities: { charge: () => 'receipt', pack: () => 'box', print: () => 'label', ship: () => 'parcel' },
  outcomes: { pack: ['completed', 'failed'], print: ['completed'] },
  signals: [send(approved, 'ann')],
} as const

let histories: RecordedRun[]
beforeAll(async () => {
  histories = whileOpen(await recordedBy(order, '7', options))
})

describe('a change that needs no patch fits all histories', () => {
  it.each([
    [
      'another retry policy',
      changed({
        *charged(id) {
          return yield* charge.with({ retry: { maximumAttempts: 5, initialInterval: '2s' } })(id)
        },
      }),
    ],
    [
      'other timeouts',
      changed({
        *charged(id) {
          return yield* charge.with({ startToClose: '1h', heartbeat: '1m' })(id)
        },
      }),
    ],
    [
      'another input',
      changed({
        *charged(id) {
          return yield* charge({ id, currency: 'EUR' })
        },
      }),
    ],
    [
      'another task list',
      changed({
        *charged(id) {
          return yield* charge.with({ taskList: 'fast' })(id)
        },
      }),
    ],
    [
      'another priority',
      changed({
        *charged(id) {
          return yield* charge.with({ priority: 7 })(id)
        },
      }),
    ],
    [
      'time, random numbers and ids',
      changed({
        *first() {
          return [yield* now(), yield* random(), yield* uuid()]
        },
      }),
    ],
    [
      'information, log lines and a status',
      changed({
        *first() {
          yield* log.info('begins')
          yield* status('begun')
          return yield* info()
        },
      }),
    ],
    [
      'a look at a signal',
      changed({
        *first() {
          return yield* approved.pending()
        },
      }),
    ],
    [
      'operations that become generators of one operation',
      changed({
        *packed(id) {
          return yield* all([
            (function* () {
              return yield* pack(id)
            })(),
            (function* () {
              return yield* print(id)
            })(),
          ])
        },
      }),
    ],
    [
      'a step after the last one',
      changed({
        *shipped(box) {
          const parcel = yield* ship(box)
          yield* weigh(box)
          return parcel
        },
      }),
    ],
    [
      'a new step behind a patch',
      changed({
        *charged(id) {
          if (yield* patched('weighed')) yield* weigh(id)
          return yield* charge(id)
        },
      }),
    ],
  ])('%s', async (_, after) => {
    expect(await failuresOf(histories, after)).toEqual([])
  })
})

describe('a change that needs a patch does not fit', () => {
  it.each([
    [
      'a step before others',
      changed({
        *first(id) {
          yield* weigh(id)
        },
      }),
    ],
    [
      'a step that is removed',
      changed({
        *charged() {
          yield* []
          return 'free'
        },
      }),
    ],
    [
      'steps in another order',
      changed({
        *charged(id) {
          return yield* all([pack(id), print(id)])
        },
        *packed(id) {
          yield* charge(id)
          return ['box']
        },
      }),
    ],
    [
      'another activity',
      changed({
        *charged(id) {
          return yield* weigh(id)
        },
      }),
    ],
    [
      'another version of an activity',
      changed({
        *charged(id) {
          return yield* activities<Shop>({ startToClose: '5m', version: '2.0' }).charge(id)
        },
      }),
    ],
    [
      'a wait between steps',
      changed({
        *charged(id) {
          yield* sleep('1m')
          return yield* charge(id)
        },
      }),
    ],
    [
      'a side effect',
      changed({
        *first() {
          yield* sideEffect(() => 7)
        },
      }),
    ],
    [
      'one more branch',
      changed({
        *packed(id) {
          return yield* all([pack(id), print(id), weigh(id)])
        },
      }),
    ],
    [
      'branches that become steps',
      changed({
        *packed(id) {
          return [yield* pack(id), yield* print(id)]
        },
      }),
    ],
    [
      'an activity that becomes a child',
      changed({
        *shipped(box) {
          return yield* child(parcels, box)
        },
      }),
    ],
    [
      'an id of its own',
      changed({
        *charged(id) {
          return yield* charge.with({ id: 'charge' })(id)
        },
      }),
    ],
    [
      'no longer waiting until late',
      changed({
        *answered() {
          yield* approved
          return 'approved'
        },
      }),
    ],
  ])('%s', async (_, after) => {
    expect(await failuresOf(histories, after)).toEqual(['NON_DETERMINISM'])
  })
})

it('a patch that histories have come to can only be removed if it is retired', async () => {
  const options = { name: 'order', executionStartToClose: '7 days' } as const
  const weighed = function* (id: string) {
    yield* weigh(id)
    return yield* charge(id)
  }
  const before = workflow(options, function* (id: string) {
    if (yield* patched('weighed')) yield* weigh(id)
    return yield* charge(id)
  })
  const marked = await recordedBy(before, '7', { activities: { charge: () => 'receipt', weigh: () => 7 } })
  expect(await failuresOf(marked, workflow(options, weighed))).toEqual(['NON_DETERMINISM'])
  expect(await failuresOf(marked, workflow({ ...options, retired: ['weighed'] }, weighed))).toEqual([])
})
