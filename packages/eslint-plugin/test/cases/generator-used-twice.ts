// A generator object, not a function, is given to retry(): it can run only once.
import { activities, retry, workflow } from '@reyield/workflow'

const { charge } = activities<{ charge: (what: string) => Promise<number> }>({ startToClose: '1m' })

async function* pay(what: string) {
  return { receipt: yield* charge(what) }
}

export const order = workflow({ name: 'a', executionStartToClose: '1 day' }, async function* () {
  const step = pay('x')
  return { paid: yield* retry(() => step, { maximumAttempts: 3, initialInterval: '1s' }) } // expected: no-shared-generator
})
