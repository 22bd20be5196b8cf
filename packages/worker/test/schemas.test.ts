import { scriptedSwf } from '@reyield/client/testing'
import { activities, isReyieldError, signal, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createWorker } from '../src/index.ts'
import { ways, fixture } from './fixture.ts'

const Order = z.object({ id: z.string(), price: z.number().positive() })
type Order = z.infer<typeof Order>
const note = signal('note', { schema: z.object({ by: z.string() }) })
const impl = { charge: ({ id }: Order) => `receipt ${id}`, ship: () => 'shipped' }
const { charge } = activities<typeof impl>({ startToClose: '5m' })
const options = { name: 'order', taskList: 'main', executionStartToClose: '1h' }

/** The declaration of an older client, without schemas. */
const unchecked = workflow(options, async function* (_: { id: string; price: number | string }) {})
const plainNote = signal<unknown>('note')
const order = workflow({ ...options, input: Order }, async function* (input) {
  const { by } = yield* note
  return { receipt: yield* charge(input), by }
})
/** A decider without schemas. */
const careless = workflow({ ...options, name: 'careless' }, async function* (price: unknown) {
  try {
    return yield* charge({ id: '7', price: price as number })
  } catch (error) {
    return ((error as Error).cause as Error).message.split('. ')[0]
  }
})

describe.each(ways)('schemas over %s', way => {
  it('check values of clients without schemas, in deciders and activity workers', async () => {
    await using w = await fixture(way)
    const called: string[] = []
    w.worker({ workflows: [order, careless] })
    w.worker({
      activities: { charge: (input: Order) => (called.push(input.id), impl.charge(input)) },
      schemas: { charge: Order },
    })
    const failed = await w.started(unchecked, { id: '6', price: 'hush' })
    const error = await failed.result().catch((thrown: unknown) => thrown)
    if (!isReyieldError(error, 'WORKFLOW_FAILED')) throw error
    expect(error.cause).toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining(
        "The input of workflow 'order' is invalid: its schema refuses $.price.",
      ) as string,
    })
    const handle = await w.started(unchecked, { id: '7', price: 3 })
    await handle.signal(plainNote, { by: 7 })
    await handle.signal(note, { by: 'Ada' })
    expect(await handle.result()).toEqual({ receipt: 'receipt 7', by: 'Ada' })
    expect(w.lines.filter(({ level }) => level === 'warn').map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Signal 'note' of event \d+ was dropped, since its schema refuses \$\.by\./),
    ])
    const refused = await w.started(careless, 'hush')
    expect(await refused.result()).toBe(
      "The input of activity 'charge' is invalid: its schema refuses $.price",
    )
    expect(called).toEqual(['7'])
    expect(JSON.stringify(w.lines)).not.toContain('hush')
  })
})

it('schemas of an activity worker have the names and types of its activities, and never change values', async () => {
  const common = { swf: scriptedSwf({}).swf, domain: 'test', taskList: 'main', activities: impl }
  expect(() => createWorker({ ...common, schemas: { chrage: Order } as never })).toThrow(
    "schemas has 'chrage', and the worker has no activity of that name: expected one of charge, ship",
  )
  expect(() => createWorker({ ...common, schemas: { charge: {} } as never })).toThrow(
    "The input of activity 'charge' has no usable schema",
  )
  // only compiled, never called
  const _uses = () => [
    createWorker({ ...common, schemas: { charge: Order } }),
    // @ts-expect-error -- no activity has this name
    createWorker({ ...common, schemas: { chrage: Order } }),
    // @ts-expect-error -- the activity takes another type than its schema
    createWorker({ ...common, schemas: { charge: z.object({ id: z.number() }) } }),
    // @ts-expect-error -- schemas check values and never change them
    createWorker({ ...common, schemas: { charge: Order.extend({ price: z.coerce.number() }) } }),
    createWorker({
      ...common,
      activities: [{ name: 'image.resize', run: (url: string) => url }],
      schemas: { 'image.resize': z.string() },
    }),
  ]
})
