import { prelude, testRule } from '../../test/rule-cases.ts'
import { noAsyncCallback } from './no-async-callback.ts'

testRule(noAsyncCallback, {
  right: {
    'generators for map': `yield* map(input, async function* (x) { yield* charge(x) })`,
    'operations for map': `yield* map(input, x => charge(x))`,
    'a list of generators for all': `yield* all(input.map(async function* (x) { yield* charge(x) }))`,
    'plain callbacks': `const names = input.map(x => x.name).filter(name => name !== ''); input.forEach(x => names.push(x))`,
    'an attempt of retry': `yield* retry(() => charge(1), { maximumAttempts: 2 })`,
    'a generator for retry': `yield* retry(async function* (attempt) { yield* charge(attempt) }, { maximumAttempts: 2 })`,
    'a generator for saga': `yield* saga(async function* (undo) { undo(() => refund(1)); yield* charge(1) })`,
    'a generator as an undo step': `yield* saga(function* (undo) { undo(async function* () { yield* refund(1) }); yield* charge(1) })`,
    'Promise.all of functions that wait for nothing': `const all = await Promise.all(input.map(async x => x * 2)); return all`,
    'a named function for Promise.all': `${prelude}const price = async x => x
      export const order = workflow({ name: 'order' }, async function* (input) { return await Promise.all(input.map(price)) })`,
    'async functions for functions that are not of lists': `input.register(async () => 1)`,
    'async callbacks in a test': `import { workflow } from '@reyield/workflow'
      it('x', async () => { await Promise.all([1].map(async n => { await fetch(n) })) })`,
    'async callbacks in an activity': `import { createWorker } from '@reyield/worker'
      createWorker({ activities: { send: async list => { await Promise.all(list.map(async x => fetch(x))) } } })`,
    'async callbacks in a saga of redux-saga': `import { all, call } from 'redux-saga/effects'
      import { workflow } from '@reyield/workflow'
      export function* watch(list) { yield all(list.map(async x => fetch(x))); list.forEach(async x => x) }`,
    'map of another package': `import { map } from 'async'
      import { workflow } from '@reyield/workflow'
      export const load = list => map(list, async x => x)`,
    'a side effect': `return yield* sideEffect(() => 1)`,
    'a file without Reyield': `import { sleep } from './own.js'
      export function* order(list) { yield list.map(async x => sleep(x)) }`,
  },
  wrong: {
    'an async callback of map': {
      code: `const paid = input.map(async x => x.pay())`,
      errors: [
        "'map' gets an async function, whose promises a workflow can't wait for. Use yield* map(…) with an async function*.",
      ],
    },
    'an async callback of forEach': { code: `input.forEach(async x => { await x.pay() })`, errors: ['list'] },
    'an async callback of filter': { code: `const left = input.filter(async x => x.ok)`, errors: ['list'] },
    'an async callback of reduce': {
      code: `input.reduce(async (sum, x) => (await sum) + x, 0)`,
      errors: ['list'],
    },
    'an async callback of some': {
      code: `if (input.some(async x => x.ok)) yield* ship(1)`,
      errors: ['list'],
    },
    'an async callback of sort': { code: `input.sort(async (a, b) => a - b)`, errors: ['list'] },
    'an async callback of flatMap': { code: `return input.flatMap(async x => [x])`, errors: ['list'] },
    'an async function expression': { code: `input.map(async function (x) { return x })`, errors: ['list'] },
    'Array.from with an async callback': { code: `return Array.from(input, async x => x)`, errors: ['list'] },
    'an async callback that waits for something, in Promise.all': {
      code: `await Promise.all(input.map(async x => { await x.pay() }))`,
      errors: ['list'],
    },
    'an async function for map of Reyield': {
      code: `yield* map(input, async x => charge(x))`,
      errors: [
        "'map' runs operations and generators, but an async function returns a promise. Write async function*.",
      ],
    },
    'an async function for retry': {
      code: `yield* retry(async () => charge(1), { maximumAttempts: 2 })`,
      errors: ['branch'],
    },
    'an async function for saga': {
      code: `yield* saga(async undo => { undo(() => refund(1)) })`,
      errors: ['branch'],
    },
    'an async function for sideEffect': { code: `yield* sideEffect(async () => 1)`, errors: ['branch'] },
    'a named async function for retry': {
      code: `${prelude}async function pay() { return 1 }
      export const order = workflow({ name: 'order' }, async function* () { yield* retry(pay, { maximumAttempts: 2 }) })`,
      errors: ['branch'],
    },
    'an async undo step': {
      code: `yield* saga(async function* (undo) { undo(async () => refund(1)); yield* charge(1) })`,
      errors: ['undo'],
    },
    'an async callback in a helper': {
      code: `${prelude}export async function* pay(list) { list.forEach(async x => x.pay()); yield* charge(1) }`,
      errors: ['list'],
    },
  },
})
