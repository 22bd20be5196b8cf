import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  activities,
  all,
  allSettled,
  any,
  child,
  continueAsNew,
  fork,
  lambda,
  map,
  patched,
  race,
  retry,
  saga,
  shield,
  sideEffect,
  signal,
  signalExternal,
  sleep,
  startChild,
  timeout,
  workflow,
} from './index.ts'
import type { Activity, ChildHandle, Fork, WorkflowDefinition } from './index.ts'
import type { Refused } from './internal.ts'

interface Order {
  id: string
  items: string[]
}
const _impl = {
  charge: async (order: Order) => ({ receipt: order.id }),
  count: (item: string, ctx: { heartbeat(): void }) => {
    ctx.heartbeat()
    return item.length
  },
  tick: async () => 1,
  greet: async (name?: string) => `hello ${name ?? 'world'}`,
  two: async (a: string, b: number, c: boolean) => `${a}${b}${c}`,
  generic: async <T extends object>(value: T): Promise<T> => value,
  notAFunction: 5,
}
const { charge, count, tick, greet } = activities<typeof _impl>({ startToClose: '5m' })

describe('a plain yield', () => {
  it('has the type unknown: only yield* has the type of the result', () => {
    workflow({ name: 'w' }, async function* (order: Order) {
      const plain = yield charge(order)
      expectTypeOf(plain).toEqualTypeOf<unknown>()
      const result = yield* charge(order)
      expectTypeOf(result).toEqualTypeOf<{ receipt: string }>()
    })
    workflow({ name: 'w' }, function* (order: Order) {
      const plain = yield charge(order)
      expectTypeOf(plain).toEqualTypeOf<unknown>()
    })
  })
})

describe('types of operations', () => {
  it('an activity has the types of its input and its result', () => {
    expectTypeOf(charge).toEqualTypeOf<Activity<Order, { receipt: string }>>()
    expectTypeOf(count).toEqualTypeOf<Activity<string, number>>()
    expectTypeOf(tick).toEqualTypeOf<Activity<undefined, number>>()
    expectTypeOf(greet).parameters.toEqualTypeOf<[input?: string | undefined]>()
    // @ts-expect-error -- the input is an Order
    charge('7')
  })

  it('activities of two inputs, generic functions and values don’t compile, with the reason', () => {
    const refused = activities<typeof _impl>({ startToClose: 1 })
    expectTypeOf(refused.two).toEqualTypeOf<Refused<'SWF carries one input: put several into one object'>>()
    expectTypeOf(refused.generic).toEqualTypeOf<
      Refused<'generic or overloaded: its input and result have no single type on the wire; export a function with concrete types'>
    >()
    expectTypeOf(refused.notAFunction).toEqualTypeOf<
      Refused<'no activity: an activity is an exported function'>
    >()
    // @ts-expect-error -- a workflow has one input
    workflow({ name: 'two' }, async function* (a: string, b: string) {
      yield* charge({ id: a + b, items: [] })
    })
  })

  it('a workflow of two inputs, an optional second one, rest parameters, overloads or no generator doesn’t compile', () => {
    // @ts-expect-error -- the second one is an input too
    workflow({ name: 'optional' }, async function* (a: string, b?: string) {
      yield* greet(a + (b ?? ''))
    })
    // @ts-expect-error -- so is what has a default
    workflow({ name: 'default' }, async function* (a: string, b = 5) {
      yield* greet(`${a}${String(b)}`)
    })
    // @ts-expect-error -- rest parameters are any number of inputs
    workflow({ name: 'rest' }, async function* (...all: string[]) {
      yield* greet(all[0])
    })
    // @ts-expect-error -- an overloaded function has no single input
    workflow({ name: 'overloaded' }, overloaded)
    // @ts-expect-error -- no generator
    workflow({ name: 'async' }, async (a: string) => a)
    function overloaded(a: string): Generator<unknown, string>
    function overloaded(a: number): Generator<unknown, number>
    function* overloaded(a: unknown): Generator<unknown, never> {
      return a as never
    }
  })

  it('a second input of an activity doesn’t compile, its context does', () => {
    type Module = {
      second(order: Order, amount: number): void
      optional(order: Order, amount?: number): void
      object(order: Order, options: { urgent: boolean }): void
      rest(...orders: Order[]): void
      third(order: Order, ctx: { readonly signal: AbortSignal }, more: number): void
      aborted(order: Order, ctx: { readonly signal: AbortSignal }): void
      logged(order: Order, ctx?: { log: { info(message: string): void } }): void
    }
    const module = activities<Module>({ startToClose: 1 })
    type NoContext =
      Refused<'SWF carries one input: put several into one object; the second parameter is the ActivityContext'>
    expectTypeOf(module.second).toEqualTypeOf<NoContext>()
    expectTypeOf(module.optional).toEqualTypeOf<NoContext>()
    expectTypeOf(module.object).toEqualTypeOf<NoContext>()
    expectTypeOf(module.rest).toEqualTypeOf<
      Refused<'SWF carries one input: take a list as one parameter instead of rest parameters'>
    >()
    expectTypeOf(module.third).toEqualTypeOf<Refused<'SWF carries one input: put several into one object'>>()
    expectTypeOf(module.aborted).toEqualTypeOf<Activity<Order, void>>()
    expectTypeOf(module.logged).toEqualTypeOf<Activity<Order, void>>()
    // @ts-expect-error -- the functions go to the activity worker; here only their types are known
    expect(() => activities({ n: 5 })).toThrow(/startToClose/)
  })

  it('a generic workflow has the types of its constraints', () => {
    const generic = workflow({ name: 'generic' }, async function* <T extends object>(value: T) {
      yield* tick()
      return value
    })
    expectTypeOf(generic).toEqualTypeOf<WorkflowDefinition<object, object>>()
  })

  it('yield* has typed results in async and sync generators, a bare yield has unknown', () => {
    const typed = workflow({ name: 'typed' }, async function* (order: Order) {
      const receipt = yield* charge(order)
      expectTypeOf(receipt).toEqualTypeOf<{ receipt: string }>()
      expectTypeOf(yield* sleep('1m')).toEqualTypeOf<void>()
      const both = yield* all([charge(order), count('a')])
      expectTypeOf(both).toEqualTypeOf<[{ receipt: string }, number]>()
      const many = yield* all(order.items.map(item => count(item)))
      expectTypeOf(many).toEqualTypeOf<number[]>()
      const record = yield* all({ a: tick(), b: helper(order) })
      expectTypeOf(record).toEqualTypeOf<{ a: number; b: string }>()
      const won = yield* race({ paid: charge(order), late: sleep('2 days') })
      if (won.winner === 'paid') expectTypeOf(won.value).toEqualTypeOf<{ receipt: string }>()
      else expectTypeOf(won.value).toEqualTypeOf<void>()
      expectTypeOf(yield* race([tick(), helper(order)])).toEqualTypeOf<number | string>()
      expectTypeOf(yield* any([tick(), helper(order)])).toEqualTypeOf<number | string>()
      expectTypeOf(yield* any({ a: tick(), b: asyncHelper(order) })).toEqualTypeOf<number | boolean>()
      const outcomes = yield* allSettled({ a: tick() })
      expectTypeOf(outcomes).toEqualTypeOf<{ a: PromiseSettledResult<number> }>()
      const nested = yield* all([race([tick(), tick()]), all({ x: charge(order) })])
      expectTypeOf(nested).toEqualTypeOf<[number, { x: { receipt: string } }]>()
      return { state: 'shipped' as const }
    })
    expectTypeOf(typed).toEqualTypeOf<WorkflowDefinition<Order, { state: 'shipped' }>>()

    function* helper(order: Order) {
      expectTypeOf(yield* charge(order)).toEqualTypeOf<{ receipt: string }>()
      return 'done'
    }
    async function* asyncHelper(order: Order) {
      const name = yield* helper(order)
      return name === 'done'
    }
    workflow({ name: 'bare' }, function* (order: Order) {
      const result = yield charge(order)
      expectTypeOf(result).toEqualTypeOf<unknown>()
    })
    const none = workflow({ name: 'none' }, function* () {
      return yield* tick()
    })
    expectTypeOf(none).toEqualTypeOf<WorkflowDefinition<void, number>>()
  })

  it('all, race and the like have the types of their branches', () => {
    const paid = signal<{ amount: number }>('paid')
    workflow({ name: 'structures' }, async function* (order: Order) {
      expectTypeOf(yield* timeout(charge(order), '5m')).toEqualTypeOf<{ receipt: string }>()
      expectTypeOf(yield* paid.receive({ timeout: '5m' })).toEqualTypeOf<{ amount: number }>()
      expectTypeOf(yield* map(order.items, item => count(item))).toEqualTypeOf<number[]>()
      expectTypeOf(yield* map(order.items, item => count(item), { concurrency: 5 })).toEqualTypeOf<number[]>()
      expectTypeOf(yield* map(order.items, item => count(item), { tolerate: '10%' })).toEqualTypeOf<
        PromiseSettledResult<number>[]
      >()
      const task = yield* fork(charge(order))
      expectTypeOf(task).toEqualTypeOf<Fork<{ receipt: string }>>()
      expectTypeOf(yield* task.join()).toEqualTypeOf<{ receipt: string }>()
      expectTypeOf(yield* task.cancel()).toEqualTypeOf<void>()
      expectTypeOf(yield* retry(() => count('a'), { maximumAttempts: 2 })).toEqualTypeOf<number>()
      expectTypeOf(yield* shield(charge(order))).toEqualTypeOf<{ receipt: string }>()
      const undone = yield* saga(async function* (undo) {
        undo(() => tick())
        return yield* count('a')
      })
      expectTypeOf(undone).toEqualTypeOf<number>()
      expectTypeOf(yield* sideEffect(() => 5)).toEqualTypeOf<number>()
      // @ts-expect-error -- a side effect is synchronous
      sideEffect(() => Promise.resolve(5))
      expectTypeOf(yield* patched('x')).toEqualTypeOf<boolean>()
      expectTypeOf(yield* lambda<{ width: number }>('thumbnail', 'x')).toEqualTypeOf<{ width: number }>()
    })
  })

  it('other executions are typed by their definitions', () => {
    const paid = signal<{ amount: number }>('paid')
    const ship = workflow({ name: 'ship' }, async function* (order: Order) {
      return yield* count(order.id)
    })
    const none = workflow({ name: 'none' }, function* () {
      return yield* tick()
    })
    workflow({ name: 'parent' }, async function* (order: Order): AsyncGenerator<unknown, number> {
      expectTypeOf(yield* child(ship, order)).toEqualTypeOf<number>()
      expectTypeOf(yield* child(none)).toEqualTypeOf<number>()
      // @ts-expect-error -- its input is an Order
      child(ship, 5)
      const started = yield* startChild(ship, order, { tags: ['x'] })
      expectTypeOf(started).toEqualTypeOf<ChildHandle<number>>()
      expectTypeOf(yield* started.result()).toEqualTypeOf<number>()
      yield* started.signal(paid, { amount: 5 })
      // @ts-expect-error -- it carries an amount
      started.signal(paid, 'five')
      yield* signalExternal({ workflowId: 'x' }, paid, { amount: 5 })
      if (order.id === '') return yield* continueAsNew(order)
      return 1
    })
  })
})
