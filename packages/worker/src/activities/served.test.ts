import { runInNewContext } from 'node:vm'
import { activities } from '@reyield/workflow'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { createWorker, type ActivityContext, type Worker, type WorkerOptions } from '../index.ts'
import { servedActivities } from './served.ts'

const names = (module: object) => servedActivities(module).map(({ name }) => name)
const answer = (module: object, name: string, input: unknown) =>
  servedActivities(module)
    .find(one => one.name === name)!
    .run(input, {} as ActivityContext)

class Ledger {
  protected readonly currency: string
  constructor(currency: string) {
    this.currency = currency
  }
  refund(order: string): string {
    return `${order} in ${this.currency}`
  }
  async audit(): Promise<string> {
    return this.currency
  }
}
class Payments extends Ledger {
  readonly ship = async (order: string): Promise<string> => `${order} ${this.currency}`
  readonly limit = 5
  static make = () => new Payments('eur')
  get accessor(): () => string {
    throw new Error('not to be called')
  }
  override refund(order: string): string {
    return this.#secret(super.refund(order))
  }
  #secret(text: string): string {
    return `back: ${text}`
  }
}

describe('the activities of a module', () => {
  const charge = async (order: string) => order
  function plain(this: unknown) {
    return this
  }

  it('are its functions of any kind, not its other values', () => {
    async function* _generator() {}
    const module = { charge, plain, async short() {}, bound: plain.bind(5), limit: 5, nothing: null }
    expect(names(module)).toEqual(['charge', 'plain', 'short', 'bound'])
  })

  function Old(this: object) {}
  Object.assign(Old.prototype as object, { charge: () => undefined })
  function OldError() {}
  OldError.prototype = Object.create(Error.prototype) as object
  it.each<[string, unknown]>([
    ['a class', Payments],
    ['an empty class', class {}],
    ['an error class', class extends Error {}],
    ['an error class of the language', RangeError],
    ['another class of the language', Map],
    [
      'a class with a toString of its own',
      class {
        static toString = () => 'function () {}'
      },
    ],
    ['a class in a proxy', new Proxy(Payments, {})],
    ['a class of another context', runInNewContext('(class Payments { charge() {} })')],
    ['a class of another context without methods', runInNewContext('(class extends Error {})')],
    ['a class that a compiler made a function of', Old],
    ['an error that a compiler made a function of', OldError],
  ])("don't have %s among them", (_, exported) => {
    expect(names({ charge, exported })).toEqual(['charge'])
    expect(() => servedActivities([{ name: 'exported', run: exported as () => void }])).toThrow(
      "Activity 'exported' is a class: expected a function as its run",
    )
  })

  it('of a module that exports by accessors are found, as of a bundle or CommonJS', () => {
    const module = Object.defineProperty({}, 'charge', { enumerable: true, get: () => charge })
    expect(names(module)).toEqual(['charge'])
    expect(names(Object.assign(Object.create(null) as object, { charge }))).toEqual(['charge'])
  })

  it('and of a list must be functions', () => {
    expect(() => servedActivities([{ name: 'charge', run: 5 as never }])).toThrow(
      "Activity 'charge' is of type number: expected a function as its run",
    )
    expect(() => servedActivities({ n: 5, Payments })).toThrow("The worker's activities have no functions")
  })
})

describe('the activities of a class instance', () => {
  it('are its methods, including inherited ones', () => {
    expect(names(new Payments('eur'))).toEqual(['ship', 'refund', 'audit'])
    expect(names(new Ledger('eur'))).toEqual(['refund', 'audit'])
    const foreign = runInNewContext('new (class Payments { charge() {} })()') as object
    expect(names(foreign)).toEqual(['charge'])
  })

  it('are called as methods', async () => {
    const payments = new Payments('eur')
    expect(answer(payments, 'refund', 'vase')).toBe('back: vase in eur')
    expect(await answer(payments, 'audit', undefined)).toBe('eur')
    expect(await answer(payments, 'ship', 'vase')).toBe('vase eur')
    const module = {
      prefix: 'no. ',
      charge(this: { prefix: string }, order: string) {
        return this.prefix + order
      },
    }
    expect(answer(module, 'charge', '7')).toBe('no. 7')
  })
})

it('the compiler accepts exactly the activity context that a worker passes', () => {
  const { charge } = activities<{ charge(order: string, context: ActivityContext): Promise<string> }>({
    startToClose: 1,
  })
  expectTypeOf(charge).toBeCallableWith('vase')
  const { refund } = activities<Payments>({ startToClose: 1 })
  expectTypeOf(refund).toBeCallableWith('vase')
})

it('a function in a list of activities needs no types for its parameters', () => {
  const unused = (options: WorkerOptions) =>
    createWorker({
      ...options,
      activities: [
        { name: 'charge', version: '2.0', run: async (order: string) => order },
        { name: 'refund', run: (order: string, context) => context.heartbeat(order) },
        { name: 'ship', run: (_, context) => void expectTypeOf(context).toEqualTypeOf<ActivityContext>() },
      ],
    })
  expectTypeOf(unused).returns.toEqualTypeOf<Worker>()
})
