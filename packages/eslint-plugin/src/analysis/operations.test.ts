import * as workflow from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { declarations, makers } from './operations.ts'

/** Functions that neither make nor declare operations. */
const others = ['isEnded', 'isReyieldError', 'milliseconds']

const isClass = (value: unknown) => typeof value === 'function' && /^class\b/.test(String(value))

describe('the list of operations', () => {
  it('has what @reyield/workflow exports, and nothing else', () => {
    const exported = Object.entries(workflow).filter(([, value]) => !isClass(value))
    expect(exported.map(([name]) => name).toSorted()).toEqual(
      [...Object.keys(makers), ...declarations, ...others].toSorted(),
    )
  })

  it('says which operations run others: those whose examples take operations', () => {
    const { sleep, saga, retry, map } = workflow
    const run = {
      all: workflow.all([sleep(1)]),
      allSettled: workflow.allSettled([sleep(1)]),
      any: workflow.any([sleep(1)]),
      race: workflow.race([sleep(1)]),
      timeout: workflow.timeout(sleep(1), 1),
      map: map([1], () => sleep(1)),
      retry: retry(() => sleep(1), { maximumAttempts: 1 }),
      saga: saga(function* () {
        yield* sleep(1)
      }),
      shield: workflow.shield(sleep(1)),
      fork: workflow.fork(sleep(1)),
    }
    expect(Object.keys(run).toSorted()).toEqual(
      Object.keys(makers)
        .filter(name => makers[name]!.runs)
        .toSorted(),
    )
  })
})
