import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { child, continueAsNew, signal, signalExternal, workflow } from '../index.ts'
import { issuesOf } from '../internal.ts'
import type { AnySchema, Signal, WorkflowDefinition } from '../index.ts'

interface Order {
  id: string
  note?: string | undefined
}
const schemas = {
  zod: z.object({ id: z.string(), note: z.string().optional() }),
  valibot: v.object({ id: v.string(), note: v.optional(v.string()) }),
  arktype: type({ id: 'string', 'note?': 'string | undefined' }),
}

describe('types of schemas', () => {
  it('are inferred for the parameter, the workflow, its children and its signals', () => {
    const { zod, valibot, arktype } = schemas
    const orders = [
      workflow({ name: 'w', input: zod }, async function* (order) {
        expectTypeOf(order).toEqualTypeOf<Order>()
        return order.id
      }),
      workflow({ name: 'w', input: valibot }, function* (order) {
        expectTypeOf(order).toEqualTypeOf<Order>()
        return order.id
      }),
      workflow({ name: 'w', input: arktype }, async function* ({ id }) {
        return id
      }),
      workflow({ name: 'w', input: zod }, async function* (order: { readonly id: string }) {
        return order.id
      }),
    ] as const
    expectTypeOf(orders[0]).toEqualTypeOf<WorkflowDefinition<Order, string>>()
    expectTypeOf(orders[1]).toEqualTypeOf<WorkflowDefinition<Order, string>>()
    expectTypeOf(orders[2]).toEqualTypeOf<WorkflowDefinition<Order, string>>()
    expectTypeOf(orders[3]).toEqualTypeOf<WorkflowDefinition<Order, string>>()
    const ignoring = workflow({ name: 'w', input: zod }, async function* () {
      yield* continueAsNew({ id: '7' })
    })
    expectTypeOf(ignoring).toEqualTypeOf<WorkflowDefinition<Order, void>>()

    const approved = signal('approved', { schema: z.object({ by: z.string() }), onUnreadable: 'throw' })
    expectTypeOf(approved).toEqualTypeOf<Signal<{ by: string }>>()
    expectTypeOf(signal('n', { schema: v.number() })).toEqualTypeOf<Signal<number>>()
    expectTypeOf(signal('n', { schema: type('number') })).toEqualTypeOf<Signal<number>>()
    expectTypeOf(signal<Order>('o', { schema: zod })).toEqualTypeOf<Signal<Order>>()
    expectTypeOf(signal('n')).toEqualTypeOf<Signal<void>>()

    // none of this is called
    const _uses = () => [
      // @ts-expect-error -- the id is a string
      child(orders[0], { id: 7 }),
      // @ts-expect-error -- by is a string
      signalExternal({ workflowId: 'w' }, approved, { by: 7 }),
      // @ts-expect-error -- the program takes another type than the schema
      workflow({ name: 'w', input: zod }, async function* (order: { id: number }) {
        return order.id
      }),
      // @ts-expect-error -- the schema is of another type than the signal
      signal<{ id: number }>('o', { schema: zod }),
    ]
  })

  it('that would change values don’t compile, with the reason', () => {
    const changing = {
      transform: z.string().transform(text => text.length),
      default: z.object({ n: z.number().default(1) }),
      coercion: z.coerce.number(),
      brand: z.string().brand<'Id'>(),
      valibot: v.pipe(v.string(), v.transform(Number)),
      arktype: type('string.numeric.parse'),
      // oxlint-disable-next-line typescript/no-explicit-any -- it's the type that must be rejected
      toAny: z.string().transform((text): any => text),
    }
    // none of this is called
    const _uses = () => [
      // @ts-expect-error -- schemas check values and never change them
      workflow({ name: 'w', input: changing.transform }, async function* () {}),
      // @ts-expect-error -- schemas check values and never change them
      workflow({ name: 'w', input: changing.default }, async function* () {}),
      // @ts-expect-error -- schemas check values and never change them
      workflow({ name: 'w', input: changing.coercion }, async function* () {}),
      // @ts-expect-error -- schemas check values and never change them
      signal('s', { schema: changing.brand }),
      // @ts-expect-error -- schemas check values and never change them
      signal('s', { schema: changing.valibot }),
      // @ts-expect-error -- schemas check values and never change them
      signal('s', { schema: changing.arktype }),
      // @ts-expect-error -- schemas check values and never change them
      signal('s', { schema: changing.toAny }),
    ]
  })
})

describe('the path of an issue', () => {
  const pathOf = (schema: AnySchema, value: unknown) => issuesOf(schema, value, 'It')?.map(({ path }) => path)

  it('consists of declared names and indices', () => {
    const nested = z.object({
      items: z.array(z.object({ price: z.number(), 'two words': z.number().optional() })),
    })
    expect(pathOf(nested, { items: [{ price: 1 }, {}] })).toEqual(['$.items[1].price'])
    expect(pathOf(nested, { items: [{ price: 1, 'two words': '' }] })).toEqual(['$.items[0][?]'])
    expect(pathOf(nested, 7)).toEqual(['$'])
    expect(pathOf(nested, null)).toEqual(['$'])
    for (const schema of Object.values(schemas)) {
      expect(pathOf(schema, { id: '7' })).toBeUndefined()
      expect(pathOf(schema, { note: 7 })?.toSorted()).toEqual(['$.id', '$.note'])
    }
  })

  it('contains no keys that are data', () => {
    const secret = 'hush'
    const records = {
      zod: z.record(z.string(), z.number()),
      valibot: v.record(v.string(), v.number()),
      arktype: type({ '[string]': 'number' }),
    }
    for (const [library, schema] of Object.entries(records)) {
      expect([library, pathOf(schema, { [secret]: 'x' })]).toEqual([library, ['$[?]']])
      expect([library, pathOf(schema, { 7: 'x' })]).toEqual([library, ['$[?]']])
    }
    expect(pathOf(z.record(z.email(), z.number()), { [secret]: 1 })).toEqual(['$[?]'])
    expect(pathOf(z.record(z.enum(['a', 'b']), z.number()), { a: 1, b: 'x' })).toEqual(['$.b'])
    expect(pathOf(z.map(z.string(), z.number()), new Map([[secret, 'x']]))).toEqual(['$[?]'])
    expect(pathOf(z.map(z.number(), z.number()), new Map([[7, 'x']]))).toEqual(['$[?]'])
    expect(pathOf(v.strictObject({ id: v.string() }), { id: 'x', [secret]: 1 })).toEqual(['$[?]'])
    expect(pathOf(v.strictObject({ id: v.string() }), { id: 7 })).toEqual(['$.id'])
    expect(pathOf(z.strictObject({ id: z.string() }), { id: 'x', [secret]: 1 })).toEqual(['$'])
    expect(pathOf(type({ id: 'string', '+': 'reject' }), { id: 'x', [secret]: 1 })).toEqual(['$[?]'])
    expect(
      pathOf(z.object({ by: z.record(z.string(), z.object({ n: z.number() })) }), { by: { [secret]: {} } }),
    ).toEqual(['$.by[?].n'])
  })
})
