import { prelude, testRule } from '../../test/rule-cases.ts'
import { noFloatingOperation } from './no-floating-operation.ts'

testRule(noFloatingOperation, {
  right: {
    'operations that are yielded': `const receipt = yield* charge(1); yield* sleep('1s'); return yield* ship(receipt)`,
    'an operation that is yielded without a star': `yield sleep('1s')`,
    'an operation that is stored and yielded later': `const charging = charge(1); yield* sleep('1s'); return yield* charging`,
    'an operation that one of two branches yields': `const later = sleep('1s'); if (input) yield* later`,
    'operations in an array that all gets': `const steps = [charge(1), ship(2)]; yield* all(steps)`,
    'operations that are pushed into an array': `const steps = []; for (const x of input) steps.push(charge(x)); yield* all(steps)`,
    'operations that map makes for all': `yield* all(input.map(item => charge(item)))`,
    'operations in a record that race gets': `const answer = yield* race({ approved, late: sleep('2 days') })`,
    'a list that is yielded in a loop': `const steps = input.map(charge); for (const step of steps) yield* step`,
    'an undo step': `yield* saga(async function* (undo) { undo(() => refund(1)); yield* charge(1) })`,
    'a branch that retry makes': `yield* retry(() => charge(1), { maximumAttempts: 3 })`,
    'a fork whose handle is joined': `const charging = yield* fork(charge(1)); yield* charging.join()`,
    'a helper that returns an operation': `const pay = x => charge(x); yield* pay(1)`,
    'an operation that an unknown function gets': `const step = charge(1); input.add(step)`,
    'an operation that is kept in an object': `const steps = { first: charge(1) }; yield* steps.first`,
    'an operation that is assigned and yielded': `let step; step = charge(1); yield* step`,
    'the name of an operation': `const step = charge(1); if (step.kind === 'activity') yield* step`,
    'a generator that the workflow delegates to': `${prelude}
      async function* pay(x) { return yield* charge(x) }
      export const order = workflow({ name: 'order' }, async function* () { return yield* pay(1) })`,
    'a generator that the program steps through by itself': `${prelude}
      function* steps() { yield charge(1) }
      export const order = workflow({ name: 'order' }, async function* () { for (const step of steps()) yield* step })`,
    'generators that are no workflows': `import { workflow } from '@reyield/workflow'
      function* numbers() { yield 1; yield 2 }
      numbers()
      export const first = () => numbers().next().value`,
    'a saga of redux-saga in the same file': `import { call, take } from 'redux-saga/effects'
      import { sleep, workflow } from '@reyield/workflow'
      export function* watch() { call(fetch); const action = take('ORDER'); yield action; yield call(fetch) }
      export const order = workflow({ name: 'order' }, async function* () { yield* sleep(1) })`,
    'a coroutine of co in the same file': `import co from 'co'
      import { workflow } from '@reyield/workflow'
      co(function* () { const x = yield Promise.resolve(1); return x })`,
    'functions with the names of operations': `import { sleep, all } from './own.js'
      import { workflow } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, async function* () { sleep(1); all([]) })`,
    'a file that does not import Reyield': `import { call } from './x.js'
      export function* order() { call(1); yield call(2) }`,
    'operations outside of workflow code': `${prelude}
      const first = charge(1)
      test(() => { charge(2) })`,
    'an operation under a condition': `if (input) yield* charge(1); else yield* ship(1); const step = input ? charge(1) : ship(2); yield* step`,
    'a list of operations that a helper returns': `${prelude}
      function* plan(x) { yield* sleep(1); return [charge(x), ship(x)] }
      export const order = workflow({ name: 'order' }, function* (x) { return yield* all(yield* plan(x)) })`,
    'an operation in an object that a helper returns': `${prelude}
      function* plan(x) { yield* sleep(1); return { first: charge(x) } }
      export const order = workflow({ name: 'order' }, function* (x) { const { first } = yield* plan(x); return yield* first })`,
    'an operation in an object that is yielded later': `const steps = { first: charge(1), list: [ship(1)] }; yield* steps.first; return yield* all(steps.list)`,
    'an operation that is a default': `let step = input; step ??= charge(1); return yield* step`,
    'methods of a signal': `const { receive, drain } = approved; yield* receive({ timeout: '1h' }); return yield* drain()`,
    'a side effect': `const size = yield* sideEffect(() => Number(process.env.SIZE))`,
    'a name that another scope declares': `const run = charge => { charge(1) }; run(x => x)`,
  },
  wrong: {
    'a statement': {
      code: `charge(1)`,
      errors: ["'charge(…)' only describes what to do, and nothing runs it. Write yield* before it."],
      suggested: [`yield* charge(1)`],
    },
    'a composite as a statement': {
      code: `all([charge(1), ship(2)])`,
      errors: ['dropped'],
      suggested: [`yield* all([charge(1), ship(2)])`],
    },
    'a timer with void': {
      code: `void sleep('1s')`,
      errors: ['dropped'],
      suggested: [`void (yield* sleep('1s'))`],
    },
    'a log line': { code: `log.info('paid')`, errors: ['dropped'], suggested: [`yield* log.info('paid')`] },
    'an operation in a variable that is never used': {
      code: `const receipt = charge(1); return 1`,
      errors: ["'charge(…)' is stored in 'receipt', and nothing runs it. Write yield* before it."],
      suggested: [`const receipt = yield* charge(1); return 1`],
    },
    'a result that is the input of the next step': {
      code: `const receipt = charge(1); yield* ship(receipt)`,
      errors: ['read'],
      suggested: [`const receipt = yield* charge(1); yield* ship(receipt)`],
    },
    'a result in an object that is the input of the next step': {
      code: `let receipt; receipt = charge(1); yield* ship({ id: 1, receipt })`,
      errors: ['read'],
      suggested: [`let receipt; receipt = yield* charge(1); yield* ship({ id: 1, receipt })`],
    },
    'a step in the input of another': {
      code: `yield* ship(charge(1))`,
      errors: ['read'],
      suggested: [`yield* ship(yield* charge(1))`],
    },
    'a member of an operation': {
      code: `const id = charge(1).id`,
      errors: [
        "'charge(…)' is used as if it were its result, but it is still to be run. Write yield* before it.",
      ],
      suggested: [`const id = (yield* charge(1)).id`],
    },
    'a destructured operation': {
      code: `const { by } = approved.receive({ timeout: '1h' })`,
      errors: ['read'],
      suggested: [`const { by } = yield* approved.receive({ timeout: '1h' })`],
    },
    'a destructured list': {
      code: `const [a, b] = all([charge(1), ship(2)]); return a`,
      errors: ['read'],
      suggested: [`const [a, b] = yield* all([charge(1), ship(2)]); return a`],
    },
    'a patch in a condition': {
      code: `if (patched('weigh-first')) yield* ship(1)`,
      errors: ['read'],
      suggested: [`if (yield* patched('weigh-first')) yield* ship(1)`],
    },
    'a negated patch': {
      code: `if (!patched('weigh-first')) yield* ship(1)`,
      errors: ['read'],
      suggested: [`if (!(yield* patched('weigh-first'))) yield* ship(1)`],
    },
    'a random number in a comparison': {
      code: `if (random() < 0.5) yield* ship(1)`,
      errors: ['read'],
      suggested: [`if ((yield* random()) < 0.5) yield* ship(1)`],
    },
    'an id in a template': {
      code: 'yield* ship(`parcel-${uuid()}`)',
      errors: ['read'],
      suggested: ['yield* ship(`parcel-${yield* uuid()}`)'],
    },
    'a returned operation': {
      code: `return charge(1)`,
      errors: ["'charge(…)' is returned and not run. Write return yield*."],
      suggested: [`return yield* charge(1)`],
    },
    'a result in the result of the workflow': {
      code: `const receipt = charge(1); return { receipt, parcel: yield* ship(1) }`,
      errors: ['read'],
      suggested: [`const receipt = yield* charge(1); return { receipt, parcel: yield* ship(1) }`],
    },
    'an operation in the result of the workflow': {
      code: `return { receipt: charge(1) }`,
      errors: ["'charge(…)' is part of the result, but it is still to be run. Write yield* before it."],
      suggested: [`return { receipt: yield* charge(1) }`],
    },
    'operations in the list that a saga returns': {
      code: `return yield* saga(function* () { const a = charge(1); return [a, ship(2)] })`,
      errors: ['read', 'result'],
      suggested: [
        `return yield* saga(function* () { const a = yield* charge(1); return [a, ship(2)] })`,
        `return yield* saga(function* () { const a = charge(1); return [a, yield* ship(2)] })`,
      ],
    },
    'a mapped list as the result of the workflow': {
      code: `return input.map(x => charge(x))`,
      errors: ['list'],
    },
    'a result that is added': {
      code: `let total = 0; for (const x of input) total += charge(x); return total`,
      errors: ['read'],
      suggested: [`let total = 0; for (const x of input) total += yield* charge(x); return total`],
    },
    'a stored operation that is returned': {
      code: `const receipt = charge(1); return receipt`,
      errors: ['read'],
      suggested: [`const receipt = yield* charge(1); return receipt`],
    },
    'a declared signal that is destructured': {
      code: `const { by } = approved`,
      errors: ['read'],
      suggested: [`const { by } = yield* approved`],
    },
    'operations in forEach': { code: `input.forEach(item => charge(item))`, errors: ['dropped'] },
    'operations as conditions of filter': {
      code: `const left = input.filter(item => charge(item)); return left`,
      errors: ['read'],
    },
    'a list of operations as a statement': { code: `input.map(item => charge(item))`, errors: ['list'] },
    'a list of operations that is never used': {
      code: `const steps = [charge(1), ship(2)]`,
      errors: ['list'],
    },
    'a workflow generator as a statement': {
      code: `${prelude}
      async function* pay(x) { return yield* charge(x) }
      export const order = workflow({ name: 'order' }, async function* () { pay(1) })`,
      errors: ["'pay(…)' only describes what to do, and nothing runs it. Write yield* before it."],
      suggested: [
        `${prelude}
      async function* pay(x) { return yield* charge(x) }
      export const order = workflow({ name: 'order' }, async function* () { yield* pay(1) })`,
      ],
    },
    'an operation in a helper generator': {
      code: `${prelude}
      export async function* pay(x) { charge(x); yield* ship(x) }`,
      errors: ['dropped'],
      suggested: [
        `${prelude}
      export async function* pay(x) { yield* charge(x); yield* ship(x) }`,
      ],
    },
    'an operation in a helper that the workflow calls': {
      code: `${prelude}
      function remindAll(names) { for (const name of names) charge(name) }
      export const order = workflow({ name: 'order' }, async function* (names) { remindAll(names); yield* sleep(1) })`,
      errors: ['dropped'],
    },
    'an operation in a branch of saga': {
      code: `yield* saga(async function* (undo) { undo(() => refund(1)); charge(1) })`,
      errors: ['dropped'],
      suggested: [`yield* saga(async function* (undo) { undo(() => refund(1)); yield* charge(1) })`],
    },
    'a method of a fork': {
      code: `const charging = yield* fork(charge(1)); charging.cancel()`,
      errors: ['dropped'],
      suggested: [`const charging = yield* fork(charge(1)); yield* charging.cancel()`],
    },
    'a method of a child': {
      code: `const parcel = yield* startChild(order, 1); parcel.signal(approved)`,
      errors: ['dropped'],
      suggested: [`const parcel = yield* startChild(order, 1); yield* parcel.signal(approved)`],
    },
    'an activity with options': {
      code: `charge.with({ taskList: 'slow' })(1)`,
      errors: ['dropped'],
      suggested: [`yield* charge.with({ taskList: 'slow' })(1)`],
    },
    'operations of a namespace import': {
      code: `import * as reyield from '@reyield/workflow'
      export const order = reyield.workflow({ name: 'order' }, function* () { reyield.sleep(1); yield* reyield.sleep(2) })`,
      errors: ['dropped'],
      suggested: [
        `import * as reyield from '@reyield/workflow'
      export const order = reyield.workflow({ name: 'order' }, function* () { yield* reyield.sleep(1); yield* reyield.sleep(2) })`,
      ],
    },
    'an operation under another name': {
      code: `import { sleep as pause, workflow as define } from '@reyield/workflow'
      export const order = define({ name: 'order' }, function* () { pause(1) })`,
      errors: ['dropped'],
      suggested: [
        `import { sleep as pause, workflow as define } from '@reyield/workflow'
      export const order = define({ name: 'order' }, function* () { yield* pause(1) })`,
      ],
    },
    'operations of CommonJS': {
      code: `const { sleep, workflow } = require('@reyield/workflow')
      exports.order = workflow({ name: 'order' }, function* () { sleep(1) })`,
      errors: ['dropped'],
      suggested: [
        `const { sleep, workflow } = require('@reyield/workflow')
      exports.order = workflow({ name: 'order' }, function* () { yield* sleep(1) })`,
      ],
    },
    'an operation in a typed workflow': {
      code: `import { activities, workflow } from '@reyield/workflow'
      import type * as impl from './activities.ts'
      const { charge } = activities<typeof impl>({ startToClose: '1m' })
      export const order = workflow({ name: 'order' }, async function* (input: { id: string }) {
        const receipt = charge(input.id) as unknown as string
        return receipt.length
      })`,
      errors: ['read'],
      suggested: [
        `import { activities, workflow } from '@reyield/workflow'
      import type * as impl from './activities.ts'
      const { charge } = activities<typeof impl>({ startToClose: '1m' })
      export const order = workflow({ name: 'order' }, async function* (input: { id: string }) {
        const receipt = (yield* charge(input.id)) as unknown as string
        return receipt.length
      })`,
      ],
    },
  },
})
