import { fileURLToPath } from 'node:url'
import { prelude, testRule } from '../../test/rule-cases.ts'
import { noSharedGenerator } from './no-shared-generator.ts'

/** A file beside the modules of the tests. */
const filename = fileURLToPath(new URL('../../test/modules/order.ts', import.meta.url))

const file = (body: string) => `${prelude}
async function* pay(x) { return { receipt: yield* charge(x) } }
export const order = workflow({ name: 'order' }, async function* (input) { ${body} })`

testRule(noSharedGenerator, {
  right: {
    'a generator that runs once': file(`const step = pay(1); return yield* step`),
    'a call for each use': file(`yield* pay(1); yield* pay(1)`),
    'a call for each attempt': file(`yield* retry(() => pay(1), { maximumAttempts: 3 })`),
    'a call for each item': file(`yield* map(input, x => pay(x)); yield* all(input.map(x => pay(x)))`),
    'an operation that is yielded twice': file(
      `const nap = sleep('1s'); yield* nap; yield* nap; yield* retry(() => nap, {})`,
    ),
    'a generator in two branches of a condition': file(
      `const step = pay(1); if (input) yield* step; else yield* all([step])`,
    ),
    'a generator in two branches of an expression': file(
      `const step = pay(1); return input ? yield* step : yield* timeout(step, '1h')`,
    ),
    'a generator after a return': file(`const step = pay(1); if (input) return yield* step; yield* step`),
    'a generator in two cases': file(
      `const step = pay(1); switch (input) { case 1: yield* step; break; default: yield* timeout(step, 5) }`,
    ),
    'a generator that is made in the loop': file(
      `for (const x of input) { const step = pay(x); yield* step }`,
    ),
    'a generator in a loop that it ends': file(
      `const step = pay(1); for (const x of input) { if (x) return yield* step }`,
    ),
    'a generator over which a loop goes': file(
      `const step = pay(1); for await (const operation of step) yield* operation`,
    ),
    'generators in a list': file(`const steps = [pay(1), pay(2)]; yield* all(steps)`),
    'generators of numbers': `import { workflow } from '@reyield/workflow'
      function* numbers() { yield 1 }
      const shared = numbers()
      export const sum = () => [...shared, ...shared]
      export const order = workflow({ name: 'order' }, async function* () { const own = numbers(); return [...own, ...own] })`,
    'a saga of redux-saga': `import { all, call } from 'redux-saga/effects'
      import { workflow } from '@reyield/workflow'
      function* load() { yield call(fetch) }
      export function* watch() { const task = load(); yield task; yield all([task, task]) }`,
    'a coroutine of co': `import co from 'co'
      import { sleep } from '@reyield/workflow'
      const load = co.wrap(function* () { yield fetch('/') })
      export const twice = async () => { const job = load(); await job; await job }`,
    'a file without Reyield': `import { x } from './x.js'
      function* load() { yield* x() }
      export function* order() { const step = load(); yield* step; yield* step }`,
  },
  wrong: {
    'a generator that is yielded twice': {
      code: file(`const step = pay(1); yield* step; yield* step`),
      errors: [
        "'step' was run above, and a generator object runs only once: this does nothing. Call the function again.",
      ],
      suggested: [file(`const step = pay(1); yield* step; yield* pay(1)`)],
    },
    'a generator that retry gets again': {
      code: file(
        `const step = pay('x'); return { paid: yield* retry(() => step, { maximumAttempts: 3, initialInterval: '1s' }) }`,
      ),
      errors: [
        "'step' is one generator object, and this code may run it more than once. Call the function here.",
      ],
      suggested: [
        file(
          `const step = pay('x'); return { paid: yield* retry(() => pay('x'), { maximumAttempts: 3, initialInterval: '1s' }) }`,
        ),
      ],
    },
    'a generator twice in all': {
      code: file(`const step = pay(input.id); yield* all([step, step])`),
      errors: ['twice'],
      suggested: [file(`const step = pay(input.id); yield* all([step, pay(input.id)])`)],
    },
    'a generator in a loop': {
      code: file(`const step = pay(1); for (const x of input) yield* step`),
      errors: ['repeated'],
      suggested: [file(`const step = pay(1); for (const x of input) yield* pay(1)`)],
    },
    'a generator in an endless loop': {
      code: file(`const step = pay(1); while (true) { yield* step }`),
      errors: ['repeated'],
      suggested: [file(`const step = pay(1); while (true) { yield* pay(1) }`)],
    },
    'a generator for each item': {
      code: file(`const step = pay(1); yield* map(input, () => step)`),
      errors: ['repeated'],
      suggested: [file(`const step = pay(1); yield* map(input, () => pay(1))`)],
    },
    'a generator for each element of a list': {
      code: file(`const step = pay(1); yield* all(input.map(() => step))`),
      errors: ['repeated'],
      suggested: [file(`const step = pay(1); yield* all(input.map(() => pay(1)))`)],
    },
    'a generator in try and in catch': {
      code: file(`const step = pay(1); try { yield* step } catch { yield* step }`),
      errors: ['twice'],
      suggested: [file(`const step = pay(1); try { yield* step } catch { yield* pay(1) }`)],
    },
    'a generator after a condition': {
      code: file(`const step = pay(1); if (input) yield* step; yield* step`),
      errors: ['twice'],
      suggested: [file(`const step = pay(1); if (input) yield* step; yield* pay(1)`)],
    },
    'a generator that a timeout had': {
      code: file(`const step = pay(1); try { yield* timeout(step, '1h') } finally { yield* shield(step) }`),
      errors: ['twice'],
      suggested: [
        file(`const step = pay(1); try { yield* timeout(step, '1h') } finally { yield* shield(pay(1)) }`),
      ],
    },
    'a generator in a record, without a suggestion': {
      code: file(`const step = pay(1); yield* step; yield* race({ step, late: sleep('1h') })`),
      errors: ['twice'],
    },
    'a generator with a computed input, without a suggestion': {
      code: file(`const step = pay(input.next()); yield* step; yield* step`),
      errors: ['twice'],
    },
    'three uses': {
      code: file(`const step = pay(1); yield* step; yield* step; yield* step`),
      errors: ['twice', 'twice'],
      suggested: [
        file(`const step = pay(1); yield* step; yield* pay(1); yield* step`),
        file(`const step = pay(1); yield* step; yield* step; yield* pay(1)`),
      ],
    },
    'a generator of the module': {
      code: `${prelude}
      async function* pay(x) { yield* charge(x) }
      const step = pay(1)
      export const order = workflow({ name: 'order' }, async function* () { yield* step })`,
      errors: [
        "'step' is made once for all executions, and a generator object runs only once. Call the function here.",
      ],
      suggested: [
        `${prelude}
      async function* pay(x) { yield* charge(x) }
      const step = pay(1)
      export const order = workflow({ name: 'order' }, async function* () { yield* pay(1) })`,
      ],
    },
    'a generator of another file': {
      code: `import { workflow } from '@reyield/workflow'
      import { pay } from './steps.js'
      export const order = workflow({ name: 'order' }, async function* (x) { const step = pay(x); yield* step; yield* step })`,
      errors: ['twice'],
      suggested: [
        `import { workflow } from '@reyield/workflow'
      import { pay } from './steps.js'
      export const order = workflow({ name: 'order' }, async function* (x) { const step = pay(x); yield* step; yield* pay(x) })`,
      ],
      filename,
    },
    'a generator of a function expression': {
      code: `const work = async function* () { yield* charge(1) }; const step = work(); yield* step; yield* step`,
      errors: ['twice'],
      suggested: [
        `const work = async function* () { yield* charge(1) }; const step = work(); yield* step; yield* work()`,
      ],
    },
  },
})
