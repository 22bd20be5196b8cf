import { fileURLToPath } from 'node:url'
import { prelude, testRule } from '../../test/rule-cases.ts'
import { noInstanceofOfWireError } from './no-instanceof-of-wire-error.ts'

/** A file beside the modules of the tests. */
const filename = fileURLToPath(new URL('../../test/modules/order.ts', import.meta.url))

const file = (before: string, body: string) => `${prelude}${before}
export const order = workflow({ name: 'order' }, async function* (input) { ${body} })`
const own = `class OutOfStock extends Error {}`

testRule(noInstanceofOfWireError, {
  right: {
    'a code': `try { yield* charge(1) } catch (error) { if (!isReyieldError(error, 'TIMED_OUT')) throw error }`,
    'the name of the cause': `try { yield* charge(1) } catch (error) { if (error.cause?.name !== 'OutOfStock') throw error }`,
    Error: `try { yield* charge(1) } catch (error) { if (!(error instanceof Error)) throw error; if (error.cause instanceof Error) return 1; throw error }`,
    'a class of Reyield': `import { ActivityFailedError, activities, workflow } from '@reyield/workflow'
      const { charge } = activities({ startToClose: '1m' })
      export const order = workflow({ name: 'order' }, async function* () {
        try { yield* charge(1) } catch (error) { if (!(error instanceof ActivityFailedError)) throw error }
      })`,
    'a class that the workflow itself throws': file(
      own,
      `try { if (input) throw new OutOfStock(); yield* charge(1) } catch (error) { if (!(error instanceof OutOfStock)) throw error }`,
    ),
    'a class that a helper throws': file(
      `${own}\nconst check = x => { if (x) throw new OutOfStock() }`,
      `try { check(input); yield* charge(1) } catch (error) { if (!(error instanceof OutOfStock)) throw error }`,
    ),
    'a class that a helper of another file throws': {
      code: file(
        `import { check, TooExpensive } from './checks.js'`,
        `try { check(input); yield* charge(1) } catch (error) { if (!(error instanceof TooExpensive)) throw error }`,
      ),
      filename,
    },
    'a try without operations': file(
      own,
      `try { JSON.parse(input) } catch (error) { if (error instanceof OutOfStock) return 1 }`,
    ),
    'a native error of the workflow': `try { JSON.parse(input); yield* charge(1) } catch (error) { if (!(error instanceof SyntaxError)) throw error }`,
    'a value that is no error': file(own, `return input instanceof OutOfStock`),
    'a date': `return input instanceof Date`,
    'instanceof in an activity': `import { createWorker } from '@reyield/worker'
      import { OutOfStock } from './errors.js'
      createWorker({ activities: { charge: async x => { try { await fetch(x) } catch (e) { if (e.cause instanceof OutOfStock) return 1; throw e } } } })`,
    'instanceof in a test': `import { workflow } from '@reyield/workflow'
      import { OutOfStock } from './errors.js'
      it('x', () => { try { run() } catch (e) { expect(e.cause instanceof OutOfStock).toBe(true) } })`,
    'a saga of redux-saga': `import { call } from 'redux-saga/effects'
      import { workflow } from '@reyield/workflow'
      import { HttpError } from './http.js'
      export function* watch() { try { yield call(fetch) } catch (e) { if (e instanceof HttpError) return } }`,
    'a coroutine of co': `import co from 'co'
      import { sleep } from '@reyield/workflow'
      import { HttpError } from './http.js'
      co(function* () { try { yield fetch('/') } catch (e) { if (e instanceof HttpError) return } })`,
    'a file without Reyield': `import { HttpError } from './http.js'
      export function* order() { try { yield* x() } catch (e) { if (e instanceof HttpError) return } }`,
  },
  wrong: {
    'the cause of an error': {
      code: file(
        own,
        `try { yield* charge(1) } catch (error) { if (!(error.cause instanceof OutOfStock)) throw error }`,
      ),
      errors: [
        "This error comes from the history, so it is never an instance of 'OutOfStock'. Compare the name of its cause.",
      ],
      suggested: [
        file(
          own,
          `try { yield* charge(1) } catch (error) { if (!(error.cause?.name === 'OutOfStock')) throw error }`,
        ),
      ],
      filename: 'x.js',
    },
    'the cause of an error in TypeScript': {
      code: file(
        own,
        `try { yield* charge(1) } catch (error) { if ((error as Error).cause instanceof OutOfStock) return 1; throw error }`,
      ),
      errors: ['wire'],
      suggested: [
        file(
          own,
          `try { yield* charge(1) } catch (error) { if (((error as Error).cause as Error | undefined)?.name === 'OutOfStock') return 1; throw error }`,
        ),
      ],
      filename: 'x.ts',
    },
    'a caught error': {
      code: file(
        own,
        `try { yield* charge(1) } catch (error) { if (error instanceof OutOfStock) return 1; throw error }`,
      ),
      errors: ['wire'],
      suggested: [
        file(
          own,
          `try { yield* charge(1) } catch (error) { if (isReyieldError(error, 'ACTIVITY_FAILED') && error.cause?.name === 'OutOfStock') return 1; throw error }`,
        ),
      ],
      filename: 'x.js',
    },
    'a caught error, and imports what it needs': {
      code: `import { activities, workflow } from '@reyield/workflow'
      import { OutOfStock } from 'shop-errors'
      const { charge } = activities({ startToClose: '1m' })
      export const order = workflow({ name: 'order' }, async function* () { try { yield* charge(1) } catch (e) { return e instanceof OutOfStock } })`,
      errors: ['wire'],
      suggested: [
        `import { activities, workflow, isReyieldError } from '@reyield/workflow'
      import { OutOfStock } from 'shop-errors'
      const { charge } = activities({ startToClose: '1m' })
      export const order = workflow({ name: 'order' }, async function* () { try { yield* charge(1) } catch (e) { return isReyieldError(e, 'ACTIVITY_FAILED') && e.cause?.name === 'OutOfStock' } })`,
      ],
      filename: 'x.js',
    },
    'a native class of a cause': {
      code: `try { yield* charge(1) } catch (error) { if (error.cause instanceof TypeError) return 1; throw error }`,
      errors: ['wire'],
      suggested: [
        `try { yield* charge(1) } catch (error) { if (error.cause?.name === 'TypeError') return 1; throw error }`,
      ],
      filename: 'x.js',
    },
    'a cause in a constant': {
      code: file(
        own,
        `try { yield* charge(1) } catch (error) { const cause = error.cause; if (cause instanceof OutOfStock) return 1; throw error }`,
      ),
      errors: ['wire'],
      suggested: [
        file(
          own,
          `try { yield* charge(1) } catch (error) { const cause = error.cause; if (cause?.name === 'OutOfStock') return 1; throw error }`,
        ),
      ],
      filename: 'x.js',
    },
    'a destructured cause': {
      code: file(
        own,
        `try { yield* charge(1) } catch (error) { const { cause } = error; if (cause instanceof OutOfStock) return 1; throw error }`,
      ),
      errors: ['wire'],
      suggested: [1],
    },
    'a class of another package': {
      code: file(
        `import { PaymentError } from 'bank'`,
        `try { yield* charge(1) } catch (error) { if (error.cause instanceof PaymentError) return 1; throw error }`,
      ),
      errors: ['wire'],
      suggested: [1],
    },
    'a class of a module of activities': {
      code: file(
        `import { OutOfStock } from './activities.js'`,
        `try { yield* charge(1) } catch (error) { if (error instanceof OutOfStock) return 1; throw error }`,
      ),
      errors: ['wire'],
      suggested: [1],
      filename,
    },
    'a class of a namespace': {
      code: file(
        `import * as bank from 'bank'`,
        `try { yield* charge(1) } catch (error) { if (error.cause instanceof bank.PaymentError) return 1; throw error }`,
      ),
      errors: ['wire'],
      suggested: [1],
    },
    'a class that only an activity throws': {
      code: `import { createWorker } from '@reyield/worker'
      import { activities, workflow } from '@reyield/workflow'
      class OutOfStock extends Error {}
      const { charge } = activities({ startToClose: '1m' })
      const order = workflow({ name: 'order' }, async function* () { try { yield* charge(1) } catch (e) { if (e instanceof OutOfStock) return 1; throw e } })
      createWorker({ workflows: [order], activities: { charge: async () => { throw new OutOfStock() } } })`,
      errors: ['wire'],
      suggested: [1],
    },
    'an error of a timer or child': {
      code: file(
        own,
        `try { yield* child(input, 1) } catch (error) { if (error instanceof OutOfStock) return 1; throw error }`,
      ),
      errors: ['wire'],
      suggested: [1],
    },
    'an error of a helper generator': {
      code: `${prelude}${own}
      async function* pay(x) { return yield* charge(x) }
      export const order = workflow({ name: 'order' }, async function* () { try { yield* pay(1) } catch (e) { if (e instanceof OutOfStock) return 1; throw e } })`,
      errors: ['wire'],
      suggested: [1],
    },
    'an error in a helper generator': {
      code: `${prelude}${own}
      export async function* pay(x) { try { yield* charge(x) } catch (e) { if (e.cause instanceof OutOfStock) return 1; throw e } }`,
      errors: ['wire'],
      suggested: [1],
    },
    'an error that a sync helper gets': {
      code: file(
        `${own}\nconst isEmpty = error => error.cause instanceof OutOfStock`,
        `try { yield* charge(1) } catch (error) { if (!isEmpty(error)) throw error }`,
      ),
      errors: ['wire'],
      suggested: [1],
    },
    'a cause of a settled outcome': {
      code: file(
        own,
        `const [outcome] = yield* allSettled([charge(1)]); return outcome.reason.cause instanceof OutOfStock`,
      ),
      errors: ['wire'],
      suggested: [1],
    },
  },
})
