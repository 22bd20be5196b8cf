// An operation is made and never yielded; then the workflow continues as new.
import { activities, continueAsNew, sleep, workflow } from '@reyield/workflow'

const { charge } = activities<{ charge: (what: string) => Promise<number> }>({ startToClose: '1m' })

export const order = workflow({ name: 'a', executionStartToClose: '1 day' }, async function* (run: number) {
  if (run === 2) return 'second run'
  charge('forgotten') // expected: no-floating-operation
  yield* sleep(1)
  return yield* continueAsNew(2)
})
