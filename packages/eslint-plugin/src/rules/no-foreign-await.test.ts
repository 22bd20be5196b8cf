import { prelude, testRule } from '../../test/rule-cases.ts'
import { noForeignAwait } from './no-foreign-await.ts'

const file = (helpers: string, body: string) => `${prelude}
${helpers}
export const order = workflow({ name: 'order' }, async function* (input) { ${body} })`

testRule(noForeignAwait, {
  right: {
    'a workflow without await': `return yield* charge(1)`,
    'an async helper that waits for nothing': file(
      `async function price(x) { return x * 2 }`,
      `return await price(1)`,
    ),
    'an async helper that awaits such a helper': file(
      `const tax = async x => x / 5\nasync function price(x) { return x + (await tax(x)) }`,
      `const total = await price(input); return yield* charge(total)`,
    ),
    'an async arrow function that is called at once': `const x = await (async () => 1)(); return x`,
    'Promise.resolve': `return await Promise.resolve(1)`,
    'Promise.all of helpers that wait for nothing': file(
      `const price = async x => x`,
      `return await Promise.all([price(1), price(2)])`,
    ),
    'Promise.all of a mapped list': file(
      `const price = async x => x`,
      `return await Promise.all(input.map(price))`,
    ),
    'a plain value': `await null; await 1; await undefined; await { a: 1 }`,
    'a result of yield*': `return await (yield* charge(1))`,
    'a sync helper': file(`function price(x) { return x }`, `return await price(1)`),
    'a helper that calls itself': file(
      `async function sum(n) { return n === 0 ? 0 : n + (await sum(n - 1)) }`,
      `return await sum(3)`,
    ),
    'a promise of a helper that is awaited before the next step': file(
      `const price = async x => x`,
      `const quote = price(1); const total = await quote; return yield* charge(total)`,
    ),
    'then on a helper': file(`const price = async x => x`, `return await price(1).then(x => x + 1)`),
    'await in an activity': `import { activities, workflow } from '@reyield/workflow'
      import { createWorker } from '@reyield/worker'
      createWorker({ activities: { charge: async x => { await fetch(x) } } })`,
    'await in a test': `import { workflow } from '@reyield/workflow'
      import { run } from '@reyield/testing'
      it('x', async () => { const ran = await run(order, 1); for await (const x of stream()) use(x) })`,
    'an allowed name': {
      code: `return await schema.parseAsync(input)`,
      options: [{ allow: ['parseAsync'] }],
    },
    'await in async generators that are no workflows': `import { workflow } from '@reyield/workflow'
      export async function* lines(file) { for await (const line of file) yield line; await file.close() }`,
    'await in the coroutine of co': `import co from 'co'
      import { sleep } from '@reyield/workflow'
      export const load = co.wrap(function* () { yield fetch('/') })
      export const other = async () => await fetch('/')`,
  },
  wrong: {
    'an unknown function': {
      code: `const rate = await input.rate()`,
      errors: [
        "The workflow 'order' awaits a promise from outside. A replay can't wait for it, so the execution is held. Do it in an activity.",
      ],
    },
    fetch: { code: `const answer = await fetch('/rate')`, errors: ['foreign'] },
    'a function of a package': {
      code: `import { readFile } from 'node:fs/promises'
      import { workflow } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, async function* () { return await readFile('a') })`,
      errors: ['foreign'],
    },
    'a new promise': { code: `await new Promise(done => setTimeout(done, 100))`, errors: ['foreign'] },
    'a parameter': { code: `return await input`, errors: ['foreign'] },
    'a member': { code: `return await input.ready`, errors: ['foreign'] },
    'a dynamic import': { code: `const { price } = await import('./prices.js')`, errors: ['foreign'] },
    'an operation': {
      code: `const receipt = await charge(1)`,
      errors: ["await doesn't run 'charge(…)': it returns the operation. Write yield*."],
      suggested: [`const receipt = yield* charge(1)`],
    },
    'a member of an awaited operation': {
      code: `return (await charge(1)).id`,
      errors: ['operation'],
      suggested: [`return (yield* charge(1)).id`],
    },
    'a signal': {
      code: `const { by } = await approved`,
      errors: ['operation'],
      suggested: [`const { by } = yield* approved`],
    },
    'a workflow generator': {
      code: file(`function* pay(x) { return yield* charge(x) }`, `await pay(1)`),
      errors: ['operation'],
      suggested: [file(`function* pay(x) { return yield* charge(x) }`, `yield* pay(1)`)],
    },
    'an async helper that awaits something': {
      code: file(`async function rate() { return (await fetch('/rate')).json() }`, `return await rate()`),
      errors: [
        "'rate' awaits a promise from outside. A replay can't wait for it, so the execution is held. Do it in an activity.",
      ],
    },
    'an async helper that returns fetch': {
      code: file(`const rate = async () => fetch('/')`, `return await rate()`),
      errors: ['foreign'],
    },
    'a promise that is made before a yield* and awaited after it': {
      code: file(
        `const quoteOf = async x => { if (x > 5) throw new Error('no quote'); return x }`,
        `const quote = quoteOf(input); const receipt = yield* charge(1); return [receipt, await quote]`,
      ),
      errors: ['early'],
    },
    'Promise.all of operations': {
      code: `const [a, b] = await Promise.all([charge(1), ship(2)])`,
      errors: ['Promise.all runs no operations. Write yield* all(…).'],
      suggested: [['useComposite', `const [a, b] = yield* all([charge(1), ship(2)])`]],
    },
    'Promise.race of operations, and imports race': {
      code: `import { sleep, workflow } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, async function* () { await Promise.race([sleep(1), sleep(2)]) })`,
      errors: ['combinator'],
      suggested: [
        [
          'useComposite',
          `import { sleep, workflow, race } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, async function* () { yield* race([sleep(1), sleep(2)]) })`,
        ],
      ],
    },
    'Promise.allSettled of mapped operations': {
      code: `return Promise.allSettled(input.map(x => charge(x)))`,
      errors: ['combinator'],
      suggested: [['useComposite', `return yield* allSettled(input.map(x => charge(x)))`]],
    },
    'Promise.all of promises from outside': {
      code: `await Promise.all([input.a(), input.b()])`,
      errors: ['foreign'],
    },
    'for await': { code: `for await (const line of input) yield* charge(line)`, errors: ['iteration'] },
    'then on a promise from outside': { code: `await input.rate().then(x => x)`, errors: ['foreign'] },
    'await in a helper generator': {
      code: `${prelude}
      export async function* pay(x) { await x.check(); yield* charge(x) }`,
      errors: [
        "'pay' awaits a promise from outside. A replay can't wait for it, so the execution is held. Do it in an activity.",
      ],
    },
    'await in a branch': {
      code: `yield* saga(async function* (undo) { await input.lock(); yield* charge(1) })`,
      errors: ['foreign'],
    },
  },
})
