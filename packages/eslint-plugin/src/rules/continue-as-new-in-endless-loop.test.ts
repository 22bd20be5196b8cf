import { prelude, testRule } from '../../test/rule-cases.ts'
import { continueAsNewInEndlessLoop } from './continue-as-new-in-endless-loop.ts'

const file = (before: string, body: string) => `${prelude}${before}
export const order = workflow({ name: 'order' }, async function* (input) { ${body} })`

testRule(continueAsNewInEndlessLoop, {
  right: {
    'a loop that continues as new': `for (;;) { yield* sleep('1 day'); if ((yield* info()).eventsLeft < 5000) yield* continueAsNew(input) }`,
    'a loop with an end': `for (let n = 0; n < 5; n++) yield* charge(n)`,
    'a loop over a list': `for (const x of input) yield* charge(x)`,
    'a loop that returns': `while (true) { const { by } = yield* approved; if (by) return by }`,
    'a loop that breaks': `while (true) { yield* sleep(1); if (input) break }`,
    'a loop that breaks to a label': `outer: while (true) { for (const x of input) { yield* charge(x); if (x) break outer } }`,
    'a loop that retries until it returns': `for (;;) { try { return yield* charge(1) } catch (error) { if (input) throw error } }`,
    'a loop that does not wait': `while (true) { input.next() }`,
    'a fork, which ends with the workflow': `yield* fork((function* () { while (true) { yield* sleep('1 day'); yield* charge(1) } })()); yield* approved`,
    'a branch of race': file(
      `function* remind() { for (;;) { yield* sleep('1 day'); yield* charge(1) } }`,
      `yield* race([approved, remind()])`,
    ),
    'a helper that continues as new': file(
      `function* restart(x) { if ((yield* info()).eventsLeft < 5000) yield* continueAsNew(x) }`,
      `while (true) { yield* approved; yield* restart(input) }`,
    ),
    'a helper whose code nobody knows': `while (true) { yield* input.round() }`,
    'a loop of an activity': `import { createWorker } from '@reyield/worker'
      createWorker({ activities: { watch: async () => { while (true) await fetch('/') } } })`,
    'a loop in a saga of redux-saga': `import { take } from 'redux-saga/effects'
      import { workflow } from '@reyield/workflow'
      export function* watch() { while (true) { yield take('ORDER') } }`,
    'a loop in a coroutine of co': `import co from 'co'
      import { sleep } from '@reyield/workflow'
      co(function* () { while (true) yield fetch('/') })`,
    'a loop of a generator that no workflow of this file runs': `${prelude}
      export function* remind() { while (true) { yield* sleep('1 day'); yield* charge(1) } }`,
    'a file without Reyield': `import { x } from './x.js'
      export function* order() { while (true) yield* x() }`,
  },
  wrong: {
    'while (true)': {
      code: `while (true) { yield* sleep('1 day'); yield* charge(1) }`,
      errors: [
        'This loop has no end, and each round adds to the history. SWF terminates an execution at its 25,000th event: yield* continueAsNew(…) before that.',
      ],
    },
    'for (;;)': { code: `for (;;) yield* charge(1)`, errors: ['endless'] },
    'do while': { code: `do { yield* approved } while (true)`, errors: ['endless'] },
    'while (1)': { code: `while (1) { yield* approved }`, errors: ['endless'] },
    'for with a counter': { code: `for (let n = 0; ; n++) { yield* charge(n) }`, errors: ['endless'] },
    'for (; true;)': { code: `for (; true;) { yield* charge(1) }`, errors: ['endless'] },
    'a loop that throws': {
      code: `while (true) { const { by } = yield* approved; if (!by) throw new Error('x') }`,
      errors: ['endless'],
    },
    'a break of an inner loop': {
      code: `while (true) { for (const x of input) { yield* charge(x); break } }`,
      errors: ['endless'],
    },
    'a break of a switch': {
      code: `while (true) { switch ((yield* approved).by) { case 1: break } }`,
      errors: ['endless'],
    },
    'a return of an inner function': {
      code: `while (true) { yield* map(input, x => { return charge(x) }) }`,
      errors: ['endless'],
    },
    'a loop in a sync workflow': {
      code: `${prelude}export const order = workflow({ name: 'order' }, function* () { while (true) yield* approved })`,
      errors: ['endless'],
    },
    'continueAsNew after the loop': {
      code: `while (true) { yield* approved }\nyield* continueAsNew(1)`,
      errors: ['endless'],
    },
    'a loop in try': {
      code: `try { while (true) yield* approved } finally { yield* shield(refund(1)) }`,
      errors: ['endless'],
    },
    'a helper to which the workflow delegates': {
      code: file(`async function* listen() { while (true) { yield* approved } }`, `yield* listen()`),
      errors: ['endless'],
    },
    'a loop that calls a helper': {
      code: file(`async function* pay(x) { yield* charge(x) }`, `while (true) { yield* pay(1) }`),
      errors: ['endless'],
    },
    'two loops': {
      code: `if (input) while (true) yield* approved\nfor (;;) yield* sleep(1)`,
      errors: ['endless', 'endless'],
    },
  },
})
