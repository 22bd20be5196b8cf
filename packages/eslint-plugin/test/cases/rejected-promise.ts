// A promise that rejects in workflow code before it is awaited. It's settled by microtasks alone, and awaited two lines below.
import { activities, workflow } from '@reyield/workflow'

const { charge } = activities<{ charge: (what: string) => Promise<string> }>({ startToClose: '1m' })

export const bad = workflow({ name: 'bad', executionStartToClose: '1 day' }, async function* () {
  const quote = (async () => {
    throw new Error('no quote')
  })()
  const receipt = yield* charge('x')
  try {
    return await quote // expected: no-foreign-await
  } catch {
    return receipt
  }
})
