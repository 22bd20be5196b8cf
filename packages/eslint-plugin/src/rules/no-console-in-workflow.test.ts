import { prelude, testRule } from '../../test/rule-cases.ts'
import { noConsoleInWorkflow } from './no-console-in-workflow.ts'

const file = (before: string, body: string) => `${prelude}${before}
export const order = workflow({ name: 'order' }, async function* (input) { ${body} })`

testRule(noConsoleInWorkflow, {
  right: {
    'log of Reyield': `yield* log.info('paid', { id: 1 })`,
    'a console of its own': `const console = input.console; console.log('paid')`,
    'console in an activity': `import { createWorker } from '@reyield/worker'
      createWorker({ activities: { charge: async x => { console.log(x) } } })`,
    'console beside a workflow': file(`console.log('loaded')`, `yield* charge(1)`),
    'console in a function that no workflow calls': file(
      `export const main = () => { console.log('x') }`,
      `yield* charge(1)`,
    ),
    'console in a test': `import { workflow } from '@reyield/workflow'
      it('x', () => { console.error('x') })`,
    'console in a saga of redux-saga': `import { call } from 'redux-saga/effects'
      import { workflow } from '@reyield/workflow'
      export function* watch() { console.log(yield call(fetch)) }`,
    'console in a generator that is no workflow': `import { workflow } from '@reyield/workflow'
      export function* numbers() { console.log(1); yield 1 }`,
    'console in a coroutine of co': `import co from 'co'
      import { sleep } from '@reyield/workflow'
      co(function* () { console.log(yield Promise.resolve(1)) })`,
    'console in a side effect': `yield* sideEffect(() => { console.log('read'); return 1 })`,
    'a property named console': `return { console: 1, x: input.console.log('x') }`,
    'another logger': `input.logger.info('paid')`,
    'a file without Reyield': `import { x } from './x.js'
      export function* order() { console.log(yield x) }`,
    'a type': `import { workflow } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, async function* (x: typeof console) { return x })`,
    'a workflow without output': `yield* status('waits'); return 1`,
  },
  wrong: {
    'console.log': {
      code: `console.log('paid'); yield* log.warn('x')`,
      errors: [
        'console.log writes again in every replay, and without the ids of the execution. Use yield* log.info(…).',
      ],
      fixed: `yield* log.info('paid'); yield* log.warn('x')`,
    },
    'console.error with fields': {
      code: `console.error('late', { days: 3 })`,
      errors: ['console'],
      fixed: `yield* log.error('late', { days: 3 })`,
    },
    'console.warn with a template': {
      code: 'console.warn(`late: ${input}`)',
      errors: ['console'],
      fixed: 'yield* log.warn(`late: ${input}`)',
    },
    'console.debug': { code: `console.debug('x')`, errors: ['console'], fixed: `yield* log.debug('x')` },
    'console.info': { code: `console.info('x')`, errors: ['console'], fixed: `yield* log.info('x')` },
    'console.trace': { code: `console.trace('x')`, errors: ['console'], fixed: `yield* log.debug('x')` },
    'several values, without a fix': { code: `console.log('paid', input)`, errors: ['console'] },
    'a value that is no text, without a fix': { code: `console.log(input)`, errors: ['console'] },
    'a method without a level, without a fix': { code: `console.table(input)`, errors: ['console'] },
    'a callback, without a fix': { code: `input.forEach(x => console.log('x'))`, errors: ['console'] },
    'console as a function': { code: `input.forEach(console.log)`, errors: ['console'] },
    'a helper': { code: file(`const note = x => console.log('x', x)`, `note(1)`), errors: ['console'] },
    'a helper generator': {
      code: `${prelude}export function* pay(x) { console.log('pays'); yield* charge(x) }`,
      errors: ['console'],
      fixed: `${prelude}export function* pay(x) { yield* log.info('pays'); yield* charge(x) }`,
    },
    'a branch': {
      code: `yield* saga(function* () { console.log('begins'); yield* charge(1) })`,
      errors: ['console'],
      fixed: `yield* saga(function* () { yield* log.info('begins'); yield* charge(1) })`,
    },
    'log that is imported under another name': {
      code: `import { log as line, workflow } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, function* () { console.log('x'); yield* line.info('y') })`,
      errors: ['console'],
      fixed: `import { log as line, workflow } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, function* () { yield* line.info('x'); yield* line.info('y') })`,
    },
    'log that is not imported yet': {
      code: `import { workflow } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, function* () { console.log('x') })`,
      errors: ['console'],
      fixed: `import { workflow, log } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, function* () { yield* log.info('x') })`,
    },
    'a file with a name log of its own, without a fix': {
      code: `import { workflow } from '@reyield/workflow'
      const log = []
      export const order = workflow({ name: 'order' }, function* () { console.log('x') })`,
      errors: ['console'],
    },
  },
})
