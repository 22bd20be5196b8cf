import { prelude, testRule } from '../../test/rule-cases.ts'
import { preferYieldStar } from './prefer-yield-star.ts'

testRule(preferYieldStar, {
  right: {
    'yield* whose result is used': `const receipt = yield* charge(1); return receipt`,
    'yield without a result': `yield sleep('1s'); yield charge(1)`,
    'yield with void': `void (yield sleep('1s'))`,
    'yield of what the rule does not know': `const answer = yield input; return answer`,
    'yield without a value': `const answer = yield; return answer`,
    'yield* of a list': `return yield* all([charge(1), ship(2)])`,
    'yield* in a helper': `${prelude}
      export function* pay(x) { return yield* charge(x) }`,
    'yield* of a helper': `${prelude}
      function* pay(x) { return yield* charge(x) }
      export const order = workflow({ name: 'order' }, function* () { const receipt = yield* pay(1); return receipt })`,
    'generators of numbers': `import { workflow } from '@reyield/workflow'
      export function* numbers() { const step = yield 1; yield step }`,
    'a saga of redux-saga': `import { call } from 'redux-saga/effects'
      import { workflow } from '@reyield/workflow'
      export function* watch() { const answer = yield call(fetch, '/orders'); return answer }`,
    'a coroutine of co': `import co from 'co'
      import { sleep } from '@reyield/workflow'
      co(function* () { const x = yield Promise.resolve(1); return x })`,
    'a pure generator inside of a workflow': `const numbers = function* () { const step = yield 1; yield step }; return [...numbers()]`,
    'functions with the names of operations': `import { call } from '@reyield/workflow'
      const sleep = ms => ms
      export function* wait() { const x = yield sleep(1); return x }`,
    'a file without Reyield': `import { take } from './own.js'
      export function* watch() { const action = yield take('ORDER'); return action }`,
    'yield of an unknown function': `const answer = yield input.ask(); return answer`,
  },
  wrong: {
    'a stored result': {
      code: `const receipt = yield charge(1)`,
      errors: ['result'],
      fixed: `const receipt = yield* charge(1)`,
    },
    'a returned result': { code: `return yield ship(1)`, errors: ['result'], fixed: `return yield* ship(1)` },
    'an argument': {
      code: `yield* ship(yield charge(1))`,
      errors: ['result'],
      fixed: `yield* ship(yield* charge(1))`,
    },
    'a condition': {
      code: `if (yield patched('a')) yield* ship(1)`,
      errors: ['result'],
      fixed: `if (yield* patched('a')) yield* ship(1)`,
    },
    'a member': {
      code: `return (yield charge(1)).id`,
      errors: ['result'],
      fixed: `return (yield* charge(1)).id`,
    },
    'a template': {
      code: 'return `parcel-${yield uuid()}`',
      errors: ['result'],
      fixed: 'return `parcel-${yield* uuid()}`',
    },
    'an assignment': {
      code: `let time; time = yield now(); return time`,
      errors: ['result'],
      fixed: `let time; time = yield* now(); return time`,
    },
    'a destructured result': {
      code: `const { by } = yield approved`,
      errors: ['result'],
      fixed: `const { by } = yield* approved`,
    },
    'a destructured list': {
      code: `const [a] = yield all([charge(1)])`,
      errors: [
        'The result of yield has no type, since TypeScript knows only what yield* returns. Write yield*.',
      ],
      fixed: `const [a] = yield* all([charge(1)])`,
    },
    'two results': {
      code: `const a = yield charge(1), b = yield ship(1)`,
      errors: ['result', 'result'],
      fixed: `const a = yield* charge(1), b = yield* ship(1)`,
    },
    'a generator that is yielded': {
      code: `${prelude}
      function* pay(x) { return yield* charge(x) }
      export const order = workflow({ name: 'order' }, function* () { yield pay(1) })`,
      errors: ["yield doesn't run the generator of 'pay': it throws a TypeError. Write yield*."],
      fixed: `${prelude}
      function* pay(x) { return yield* charge(x) }
      export const order = workflow({ name: 'order' }, function* () { yield* pay(1) })`,
    },
    'a result in a helper': {
      code: `${prelude}
      export function* pay(x) { const receipt = yield charge(x); return receipt }`,
      errors: ['result'],
      fixed: `${prelude}
      export function* pay(x) { const receipt = yield* charge(x); return receipt }`,
    },
    'a result in a branch': {
      code: `yield* saga(function* () { const receipt = yield charge(1); return receipt })`,
      errors: ['result'],
      fixed: `yield* saga(function* () { const receipt = yield* charge(1); return receipt })`,
    },
    'a result of a stored operation': {
      code: `const step = charge(1); const receipt = yield step; return receipt`,
      errors: ['result'],
      fixed: `const step = charge(1); const receipt = yield* step; return receipt`,
    },
    'a result with a type': {
      code: `import { activity, workflow } from '@reyield/workflow'
      const charge = activity<number, string>('charge', { startToClose: '1m' })
      export const order = workflow({ name: 'order' }, async function* () { return (yield charge(1)) as string })`,
      errors: ['result'],
      fixed: `import { activity, workflow } from '@reyield/workflow'
      const charge = activity<number, string>('charge', { startToClose: '1m' })
      export const order = workflow({ name: 'order' }, async function* () { return (yield* charge(1)) as string })`,
    },
  },
})
