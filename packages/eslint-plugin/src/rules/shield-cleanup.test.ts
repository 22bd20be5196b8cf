import { prelude, testRule } from '../../test/rule-cases.ts'
import { shieldCleanup } from './shield-cleanup.ts'

testRule(shieldCleanup, {
  right: {
    'a shield': `try { yield* charge(1) } finally { yield* shield(refund(1)) }`,
    'a shield around a generator': `try { yield* charge(1) } finally { yield* shield((function* () { yield* refund(1) })()) }`,
    'operations that do not wait': `try { yield* charge(1) } finally { yield* log.info('done'); yield* status('done'); yield* now() }`,
    'plain clean-up': `try { yield* charge(1) } finally { input.done = true }`,
    'a try without finally': `try { yield* charge(1) } catch (error) { yield* refund(1); throw error }`,
    'a step after finally': `try { yield* charge(1) } finally { input.done = true } yield* ship(1)`,
    'continueAsNew, which the engine itself refuses': `try { yield* charge(1) } finally { yield* continueAsNew(1) }`,
    'an operation in another function': `try { yield* charge(1) } finally { input.later = function* () { yield* refund(1) } }`,
    'an undo step of a saga': `yield* saga(function* (undo) { undo(() => refund(1)); yield* charge(1) })`,
    'a finally in an activity': `import { createWorker } from '@reyield/worker'
      createWorker({ activities: { charge: async x => { try { await fetch(x) } finally { await fetch('/unlock') } } } })`,
    'a finally in a test': `import { workflow } from '@reyield/workflow'
      it('x', async () => { try { await run() } finally { await stop() } })`,
    'a finally in a saga of redux-saga': `import { call } from 'redux-saga/effects'
      import { workflow } from '@reyield/workflow'
      export function* watch() { try { yield call(fetch) } finally { yield* stop() } }`,
    'a finally in a coroutine of co': `import co from 'co'
      import { sleep } from '@reyield/workflow'
      co(function* () { try { yield fetch('/') } finally { yield* stop() } })`,
    'a finally in a file without Reyield': `import { x } from './x.js'
      export function* order() { try { yield* x() } finally { yield* x() } }`,
    'a nested shield': `try { yield* charge(1) } finally { if (input) { yield* shield(all([refund(1), refund(2)])) } }`,
    'a finally that returns': `try { yield* charge(1) } finally { return 1 }`,
  },
  wrong: {
    'an activity': {
      code: `try { yield* charge(1) } finally { yield* refund(1) }`,
      errors: [
        'If this branch is ended, this clean-up is refused, and the execution is held. Write yield* shield(…) around it.',
      ],
      suggested: [`try { yield* charge(1) } finally { yield* shield(refund(1)) }`],
    },
    'an activity under a condition': {
      code: `try { yield* charge(1) } finally { if (input) yield* refund(1) }`,
      errors: ['unshielded'],
      suggested: [`try { yield* charge(1) } finally { if (input) yield* shield(refund(1)) }`],
    },
    'an activity whose result is kept': {
      code: `let done; try { yield* charge(1) } finally { done = yield* refund(1) }; return done`,
      errors: ['unshielded'],
      suggested: [
        `let done; try { yield* charge(1) } finally { done = yield* shield(refund(1)) }; return done`,
      ],
    },
    'a composite': {
      code: `try { yield* charge(1) } finally { yield* all([refund(1), refund(2)]) }`,
      errors: ['unshielded'],
      suggested: [`try { yield* charge(1) } finally { yield* shield(all([refund(1), refund(2)])) }`],
    },
    'a timer': {
      code: `try { yield* charge(1) } finally { yield* sleep('1m') }`,
      errors: ['unshielded'],
      suggested: [`try { yield* charge(1) } finally { yield* shield(sleep('1m')) }`],
    },
    'a loop': {
      code: `try { yield* charge(1) } finally { for (const x of input) yield* refund(x) }`,
      errors: ['unshielded'],
      suggested: [`try { yield* charge(1) } finally { for (const x of input) yield* shield(refund(x)) }`],
    },
    'two steps': {
      code: `try { yield* charge(1) } finally { yield* refund(1); yield* ship(1) }`,
      errors: ['unshielded', 'unshielded'],
      suggested: [1, 1],
    },
    'a helper': {
      code: `${prelude}function* undoAll() { yield* refund(1) }
      export const order = workflow({ name: 'order' }, function* () { try { yield* charge(1) } finally { yield* undoAll() } })`,
      errors: ['unshielded'],
      suggested: [1],
    },
    'a helper generator': {
      code: `${prelude}export function* pay() { try { yield* charge(1) } finally { yield* refund(1) } }`,
      errors: ['unshielded'],
      suggested: [1],
    },
    'a branch': {
      code: `yield* fork((function* () { try { yield* charge(1) } finally { yield* refund(1) } })())`,
      errors: ['unshielded'],
      suggested: [
        `yield* fork((function* () { try { yield* charge(1) } finally { yield* shield(refund(1)) } })())`,
      ],
    },
    'a finally after a catch': {
      code: `try { yield* charge(1) } catch { return 1 } finally { yield* refund(1) }`,
      errors: ['unshielded'],
      suggested: [`try { yield* charge(1) } catch { return 1 } finally { yield* shield(refund(1)) }`],
    },
    'a step beside a shield': {
      code: `try { yield* charge(1) } finally { yield* shield(refund(1)); yield* ship(1) }`,
      errors: ['unshielded'],
      suggested: [`try { yield* charge(1) } finally { yield* shield(refund(1)); yield* shield(ship(1)) }`],
    },
    'a signal': {
      code: `try { yield* charge(1) } finally { yield* approved }`,
      errors: ['unshielded'],
      suggested: [`try { yield* charge(1) } finally { yield* shield(approved) }`],
    },
    'an unknown helper': {
      code: `try { yield* charge(1) } finally { yield* input.cleanUp() }`,
      errors: ['unshielded'],
      suggested: [`try { yield* charge(1) } finally { yield* shield(input.cleanUp()) }`],
    },
    'a file that does not import shield': {
      code: `import { sleep, workflow } from '@reyield/workflow'
      export const nap = workflow({ name: 'nap' }, function* () { try { yield* sleep(1) } finally { yield* sleep(2) } })`,
      errors: ['unshielded'],
      suggested: [
        `import { sleep, workflow, shield } from '@reyield/workflow'
      export const nap = workflow({ name: 'nap' }, function* () { try { yield* sleep(1) } finally { yield* shield(sleep(2)) } })`,
      ],
    },
  },
})
