import { describe, expect, test } from 'vitest'
import { note } from '../conformance/noted.ts'
import { brokenInputs } from './broken-inputs.ts'
import { steps, type Brought, type Step } from './steps.ts'
import { ways } from './transports-and-stores.ts'

const inputOf = ({ input, from }: Step, brought: Brought) => from?.(brought) ?? input!

/** An error as a client sees it: `name: message`. */
const faultOf = (call: Promise<object>) =>
  call.then(
    () => 'no error',
    ({ name, message }: Error) => `${name}: ${message}`,
  )

describe.each(ways)('through %s, with %s', (_transport, _store, enter) => {
  test('every action returns its response and its errors', async () => {
    await using way = await enter()
    const brought: Record<string, Record<string, unknown>> = {}
    for (const [n, step] of steps.entries()) {
      const { action, but = [], after } = step
      if (after !== undefined) await way.clock.advance(after)
      const call = way.call(action, inputOf(step, brought))
      const where = `step ${n + 1}, ${action}`
      if (step.fault !== undefined) {
        expect([where, await faultOf(call)]).toEqual([where, step.fault])
        continue
      }
      const output = (await call) as Record<string, unknown>
      brought[action] = output
      const differing = Object.fromEntries(but.map(member => [member, expect.any(String) as unknown]))
      expect([where, output]).toEqual([where, { ...step.answer, ...differing }])
      note('action', action)
    }
  })

  test('every constraint of the API model is checked', async () => {
    await using way = await enter()
    const tried = new Set<string>()
    for (const step of steps) {
      const { action } = step
      if (tried.has(action)) continue
      tried.add(action)
      const token = { taskToken: 'x' }
      const names = ['PollForDecisionTask', 'PollForActivityTask']
      const base = inputOf(step, Object.fromEntries(names.map(name => [name, token])))
      for (const { input, message } of brokenInputs(action, base)) {
        expect([action, await faultOf(way.call(action, input))]).toEqual([
          action,
          `ValidationException: ${message}`,
        ])
      }
    }
    expect(tried.size).toBe(39)
  })
})
