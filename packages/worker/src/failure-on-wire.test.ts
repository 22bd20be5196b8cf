import { failureFromWire, identityPipeline } from '@reyield/data'
import { describe, expect, it } from 'vitest'
import { failureOnWire } from './failure-on-wire.ts'

const times = (count: number) => ({
  encode: (text: string) => text.repeat(count),
  decode: (text: string) => text.slice(0, text.length / count),
})
const error = Object.assign(new RangeError('too much'), { data: 'x'.repeat(20_000) })

describe('a failure on the wire', () => {
  it('has the whole error', async () => {
    const { reason, details } = await failureOnWire(error, identityPipeline)
    expect(reason).toBe('RangeError: too much')
    expect(failureFromWire({ reason, details })).toMatchObject({ name: 'RangeError', message: 'too much' })
    expect(details!.length).toBeGreaterThan(20_000)
  })

  it('loses stack, causes and data where a pipeline makes it too long', async () => {
    const { details } = await failureOnWire(error, times(2))
    expect(JSON.parse(times(2).decode(details!))).toMatchObject({ name: 'RangeError', message: 'too much' })
    expect(details!.length).toBeLessThan(1000)
  })

  it('loses its details where even that is too long', async () => {
    expect(await failureOnWire(error, times(1000))).toEqual({ reason: 'RangeError: too much' })
  })
})
