import { prelude, testRule } from '../../test/rule-cases.ts'
import { noDuplicatePatchId } from './no-duplicate-patch-id.ts'

testRule(noDuplicatePatchId, {
  right: {
    'different ids': `if (yield* patched('a')) yield* ship(1); if (yield* patched('b')) yield* ship(2)`,
    'an answer in a variable': `const isNew = yield* patched('a'); if (isNew) yield* ship(1); if (isNew) yield* ship(2)`,
    'a patch in a loop': `for (const x of input) if (yield* patched('a')) yield* ship(x)`,
    'one id in two workflows': `${prelude}
      export const one = workflow({ name: 'one' }, async function* () { return yield* patched('a') })
      export const two = workflow({ name: 'two' }, async function* () { return yield* patched('a') })`,
    'one id in two workflows of one name': `${prelude}
      test(() => workflow({ name: 'w' }, async function* () { return yield* patched('a') }))
      test(() => workflow({ name: 'w' }, async function* () { return yield* patched('a') }))`,
    'a retired id': `${prelude}
      export const order = workflow({ name: 'order', retired: ['a'] }, async function* () { return yield* patched('b') })`,
    'a retired id that another workflow uses': `${prelude}
      export const before = workflow({ name: 'order' }, async function* () { return yield* patched('a') })
      export const order = workflow({ name: 'order', retired: ['a'] }, async function* () { return yield* charge(1) })`,
    'a retired id that is computed': `${prelude}
      export const order = workflow({ name: 'order', retired: [String(1), ...[]] }, async function* () { return yield* patched('b') })`,
    'computed ids': `yield* patched(input.a); yield* patched(input.a)`,
    'one patch': `return yield* patched('a')`,
    'an activity id twice': `yield* charge.with({ id: 'a' })(1); yield* charge.with({ id: 'a' })(1)`,
    'one signal twice': `yield* approved; yield* approved`,
    'one id in two helper generators': `${prelude}
      export function* one() { return yield* patched('a') }
      export function* two() { return yield* patched('a') }`,
    'other functions of that name': `import { patched } from './own.js'
      import { workflow } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, async function* () { return [patched('a'), patched('a')] })`,
    'code outside of workflows': `${prelude}
      test(() => { patched('a'); patched('a') })`,
    'a saga of redux-saga': `import { call } from 'redux-saga/effects'
      import { workflow } from '@reyield/workflow'
      export function* watch(patched) { yield call(patched('a')); yield call(patched('a')) }`,
    'a file without Reyield': `import { patched } from './x.js'
      export function* order() { yield* patched('a'); yield* patched('a') }`,
  },
  wrong: {
    'an id twice': {
      code: `${prelude}export const order = workflow({ name: 'order' }, async function* () {
      yield* patched('a')
      yield* patched('a') })`,
      errors: [
        "The patch 'a' is asked for at line 3 already. An execution that recorded it there takes the new code here as well. Keep the answer in a variable, or take another id.",
      ],
    },
    'an id three times': {
      code: `yield* patched('a'); yield* patched('a'); yield* patched('a')`,
      errors: ['twice', 'twice'],
    },
    'an id in two branches': {
      code: `if (input) yield* patched('a'); else yield* patched('a')`,
      errors: ['twice'],
    },
    'an id in a nested branch': {
      code: `yield* patched('a'); yield* saga(function* () { return yield* patched('a') })`,
      errors: ['twice'],
    },
    'an id in a callback': {
      code: `yield* patched('a'); yield* map(input, () => patched('a'))`,
      errors: ['twice'],
    },
    'an id in a constant': {
      code: `const id = 'a'; yield* patched(id); yield* patched('a')`,
      errors: ['twice'],
    },
    'an id in different quotes': { code: `yield* patched("a"); yield* patched('a')`, errors: ['twice'] },
    'an id in a template': { code: 'yield* patched(`a`); yield* patched("a")', errors: ['twice'] },
    'an id in the workflow and in its helper': {
      code: `${prelude}
      function* weighs() { return yield* patched('a') }
      export const order = workflow({ name: 'order' }, async function* () { yield* weighs(); return yield* patched('a') })`,
      errors: ['twice'],
    },
    'an id in two helpers of one workflow': {
      code: `${prelude}
      function* one() { return yield* patched('a') }
      function* two() { return yield* patched('a') }
      export const order = workflow({ name: 'order' }, async function* () { yield* one(); yield* two() })`,
      errors: ['twice'],
    },
    'an id twice in a helper generator': {
      code: `${prelude}export function* weighs() { yield* patched('a'); return yield* patched('a') }`,
      errors: ['twice'],
    },
    'two ids twice': {
      code: `yield* patched('a'); yield* patched('b'); yield* patched('b'); yield* patched('a')`,
      errors: ['twice', 'twice'],
    },
    'a retired id that is in use': {
      code: `${prelude}
      export const order = workflow({ name: 'order', retired: ['a'] }, async function* () { return yield* patched('a') })`,
      errors: ["The patch 'a' is retired and in use. Remove it from the option retired, or take another id."],
    },
    'a retired id that a helper uses': {
      code: `${prelude}
      function* weighs() { return yield* patched('a') }
      export const order = workflow({ name: 'order', retired: ['b', 'a'] }, async function* () { return yield* weighs() })`,
      errors: ['retired'],
    },
    'two retired ids that are in use': {
      code: `${prelude}
      export const order = workflow({ name: 'order', retired: ['a', 'b'] }, async function* () { yield* patched('b'); yield* patched('a') })`,
      errors: ['retired', 'retired'],
    },
    'options in a constant': {
      code: `${prelude}
      const options = { name: 'order', retired: ['a'] }
      export const order = workflow(options, async function* () { return yield* patched('a') })`,
      errors: ['retired'],
    },
  },
})
