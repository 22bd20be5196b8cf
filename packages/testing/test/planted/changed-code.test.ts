import type { RecordedRun } from '@reyield/inspect'
import type { WorkflowDefinition } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { send, type ExploreOptions } from '../../src/index.ts'
import { failuresOf, recordedBy, whileOpen } from '../changes/recorded.ts'
import * as planted from './workflows.ts'

const activities = {
  bookRoom: async (trip: string) => `room of ${trip}`,
  bookFlight: async (trip: string) => `flight of ${trip}`,
  cancelRoom: async () => undefined,
  cancelFlight: async () => undefined,
  charge: async () => 'receipt',
  priceOf: async (item: string) => item.length * 40,
  remind: async () => undefined,
}
const signals = [send(planted.added, 'tea'), send(planted.added, 'milk'), send(planted.checkout)]
const undone = { cancelRoom: ['completed'], cancelFlight: ['completed'] } as const

/** How the pairs are explored, by the names of their workflows. */
const explored: Readonly<Record<string, { readonly input?: unknown; readonly options?: ExploreOptions }>> = {
  trip: { input: 'rome', options: { outcomes: undone } },
  room: { input: 'rome', options: { outcomes: undone } },
  cart: { options: { signals, mayWaitFor: [planted.added, planted.checkout], cancelRequests: 0 } },
  total: { input: ['tea', 'milk', 'oil'] },
  reminder: { input: 'ann' },
}

const recordings = new Map<object, Promise<RecordedRun[]>>()

type Planted = WorkflowDefinition<never, unknown>

/** The codes with which recorded histories of one workflow fail with the code of another. */
async function replayed(from: Planted, to: Planted, part = (histories: readonly RecordedRun[]) => histories) {
  const { input, options } = explored[from.name]!
  let recorded = recordings.get(from)
  if (recorded === undefined)
    recordings.set(from, (recorded = recordedBy(from, input, { activities, ...options })))
  const histories = part(await recorded)
  expect([histories.length > 0, await failuresOf(histories, from)]).toEqual([true, []])
  return await failuresOf(histories, to)
}

describe('recorded histories of one code, replayed with another', () => {
  it.each([
    ['careless', 'careful'],
    ['careful', 'careless'],
    ['insistent', 'patient'],
    ['patient', 'insistent'],
  ] as const)('do not fit from %s to %s', async (from, to) => {
    expect(await replayed(planted[from], planted[to])).toEqual(['NON_DETERMINISM'])
  })

  it.each([
    ['forgetful', 'attentive'],
    ['attentive', 'forgetful'],
    ['orderly', 'orderFree'],
    ['orderFree', 'orderly'],
  ] as const)('fit from %s to %s: only what comes after an open task differs', async (from, to) => {
    expect(await replayed(planted[from], planted[to])).toEqual([])
  })

  it.each([
    ['careless', 'careful', ['NON_DETERMINISM']],
    ['careful', 'careless', ['NON_DETERMINISM']],
    ['patient', 'insistent', ['NON_DETERMINISM']],
    ['insistent', 'patient', []], // the recorded policy holds for attempts, and only the end differs
  ] as const)('without their ends, from %s to %s, fail with %j', async (from, to, codes) => {
    const fromOpen = await replayed(planted[from], planted[to], whileOpen)
    expect(fromOpen).toEqual(codes)
  })

  it('show a call of the wall clock, which timely did not have and impatient has', async () => {
    const codes = await replayed(planted.timely, planted.impatient)
    expect(codes).toEqual(['NONDETERMINISTIC_CALL'])
  })
})
