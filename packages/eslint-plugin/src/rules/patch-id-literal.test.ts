import { prelude, testRule } from '../../test/rule-cases.ts'
import { patchIdLiteral } from './patch-id-literal.ts'

testRule(patchIdLiteral, {
  right: {
    'a string': `if (yield* patched('weigh-first')) yield* ship(1)`,
    'a string in double quotes': `return yield* patched("weigh-first")`,
    'a template without expressions': 'return yield* patched(`weigh-first`)',
    'a constant': `${prelude}const WEIGH = 'weigh-first'
      export const order = workflow({ name: 'order' }, async function* () { return yield* patched(WEIGH) })`,
    'a constant of the function': `const id = 'weigh-first'; return yield* patched(id)`,
    'a typed constant': `${prelude}const WEIGH = 'weigh-first' as const
      export const order = workflow({ name: 'order' }, async function* () { return yield* patched(WEIGH) })`,
    'an id of an activity': 'yield* charge.with({ id: `pay-${input}` })(1)',
    'another function of that name': `import { patched } from './own.js'
      import { workflow } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, async function* (x) { return patched(x) })`,
    'a method of that name': `return input.patched(input.id)`,
    'a function that hides it': `const patched = x => x; return patched(input)`,
    'a helper with a string': `${prelude}export function* weighs() { return yield* patched('weigh-first') }`,
    'a namespace import': `import * as reyield from '@reyield/workflow'
      export const order = reyield.workflow({ name: 'order' }, function* () { return yield* reyield.patched('a') })`,
    'a workflow without patches': `return yield* charge(input)`,
    'a saga of redux-saga': `import { call } from 'redux-saga/effects'
      import { workflow } from '@reyield/workflow'
      export function* watch(patched, id) { yield call(patched(id)) }`,
    'a coroutine of co': `import co from 'co'
      import { sleep } from '@reyield/workflow'
      co(function* (patched, id) { yield patched(id) })`,
    'a file without Reyield': `import { patched } from './x.js'
      export function* order(id) { return yield* patched(id) }`,
  },
  wrong: {
    'a parameter': {
      code: `return yield* patched(input)`,
      errors: [
        'The id of a patch is recorded in histories for years, so it must be found in the code and never change. Write it as a string.',
      ],
    },
    'a member': { code: `return yield* patched(input.id)`, errors: ['literal'] },
    'a template': { code: 'return yield* patched(`weigh-${input}`)', errors: ['literal'] },
    'a concatenation': { code: `return yield* patched('weigh-' + input)`, errors: ['literal'] },
    'a call': { code: `return yield* patched(String(input))`, errors: ['literal'] },
    'a variable that changes': {
      code: `let id = 'a'; if (input) id = 'b'; return yield* patched(id)`,
      errors: ['literal'],
    },
    'a condition': { code: `return yield* patched(input ? 'a' : 'b')`, errors: ['literal'] },
    nothing: { code: `return yield* patched()`, errors: ['literal'] },
    'an imported name': {
      code: `import { patched, workflow } from '@reyield/workflow'
      import { WEIGH } from './ids.js'
      export const order = workflow({ name: 'order' }, async function* () { return yield* patched(WEIGH) })`,
      errors: ['literal'],
    },
    'a member of a constant': {
      code: `const ids = { weigh: 'w' }; return yield* patched(ids.weigh)`,
      errors: ['literal'],
    },
    'a destructured constant': {
      code: `const { id } = input; return yield* patched(id)`,
      errors: ['literal'],
    },
    'a loop': {
      code: `for (const id of ['a', 'b']) if (yield* patched(id)) yield* ship(id)`,
      errors: ['literal'],
    },
    'a number': { code: `return yield* patched(7)`, errors: ['literal'] },
    'a helper that takes the id': {
      code: `${prelude}export function* asks(id) { return yield* patched(id) }`,
      errors: ['literal'],
    },
    'a helper that is no generator': {
      code: `${prelude}const asks = id => patched(id)
      export const order = workflow({ name: 'order' }, async function* () { return yield* asks('a') })`,
      errors: ['literal'],
    },
    'a namespace import': {
      code: `import * as reyield from '@reyield/workflow'
      export const order = reyield.workflow({ name: 'order' }, function* (id) { return yield* reyield.patched(id) })`,
      errors: ['literal'],
    },
  },
})
