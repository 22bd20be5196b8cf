import { describe, expect, it } from 'vitest'
import { retrying, type Timers } from '../index.ts'
import { scriptedSwfError, scriptedSwf } from '../testing.ts'

/** Timers that the test controls: a wait moves the clock and is recorded. */
function timersInHand(): Timers & { readonly waits: number[] } {
  let now = 0
  const waits: number[] = []
  return {
    waits,
    now: () => now,
    async sleep(milliseconds, { signal } = {}) {
      signal?.throwIfAborted()
      waits.push(milliseconds)
      now += milliseconds
    },
  }
}

const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:4577'), { code: 'ECONNREFUSED' })
const times = <T>(count: number, value: T) => new Array<T>(count).fill(value)

describe('a retrying port', () => {
  it.each([
    ['throttling', scriptedSwfError('ThrottlingException', 'Rate exceeded')],
    ['a server error', scriptedSwfError('InternalFailure', '', 500)],
    ['a bad gateway', scriptedSwfError('SyntaxError', 'Unexpected token <', 502)],
    ['no connection', refused],
    [
      'a response that is cut in the middle',
      Object.assign(new Error('aborted'), { code: 'ECONNRESET', $metadata: { httpStatusCode: 200 } }),
    ],
  ])('retries after %s', async (_, error) => {
    const { swf, calls } = scriptedSwf({ describeDomain: [error, error, { domainInfo: { name: 'd' } }] })
    const timers = timersInHand()
    expect(await retrying(swf, { timers }).describeDomain({ name: 'd' })).toEqual({
      domainInfo: { name: 'd' },
    })
    expect([calls.length, timers.waits.length]).toEqual([3, 2])
  })

  it.each([
    ['a client error', scriptedSwfError('UnknownResourceFault', 'Unknown domain: d')],
    ['a refused value', scriptedSwfError('ValidationException', 'no')],
    ['a wrong program', new TypeError('no')],
    ['a page instead of JSON', Object.assign(new SyntaxError('<'), { $metadata: { httpStatusCode: 200 } })],
    ['no credentials', Object.assign(new Error('no'), { name: 'CredentialsProviderError' })],
  ])('throws at once on %s', async (_, error) => {
    const { swf, calls } = scriptedSwf({ describeDomain: [error] })
    await expect(retrying(swf).describeDomain({ name: 'd' })).rejects.toBe(error)
    expect(calls).toHaveLength(1)
  })

  it('doubles the wait between tries up to 30 s, shortened at random by up to a half', async () => {
    const { swf } = scriptedSwf({ describeDomain: [{}, ...times(14, refused), {}] })
    const timers = timersInHand()
    const port = retrying(swf, { timers })
    await port.describeDomain({ name: 'd' })
    await port.describeDomain({ name: 'd' })
    timers.waits.forEach((wait, index) => {
      const full = Math.min(50 * 2 ** index, 30_000)
      expect(wait).toBeGreaterThanOrEqual(full / 2)
      expect(wait).toBeLessThanOrEqual(full)
    })
    expect(timers.waits).toHaveLength(14)
  })

  it('throws ENDPOINT_UNREACHABLE with what to do if nothing has responded within 5 s', async () => {
    const { swf } = scriptedSwf({ describeDomain: times(100, refused) })
    const timers = timersInHand()
    const port = retrying({ ...swf, endpoint: 'http://127.0.0.1:4577' }, { timers })
    await expect(port.describeDomain({ name: 'd' })).rejects.toMatchObject({
      code: 'ENDPOINT_UNREACHABLE',
      endpoint: 'http://127.0.0.1:4577',
      cause: refused,
      message:
        'Nothing answers at http://127.0.0.1:4577 (connect ECONNREFUSED 127.0.0.1:4577). To use a local SWF, start one there ' +
        'with the command swf-local of @reyield/local. To use Amazon SWF, set region and credentials, and no endpoint',
    })
    expect(timers.now()).toBe(5000)
  })

  it('retries for ever once SWF has responded, even with an error', async () => {
    const swfError = scriptedSwfError('UnknownResourceFault', 'Unknown domain: d')
    const { swf } = scriptedSwf({ describeDomain: [swfError, ...times(40, refused), {}] })
    const timers = timersInHand()
    const port = retrying(swf, { timers })
    await expect(port.describeDomain({ name: 'd' })).rejects.toBe(swfError)
    expect(await port.describeDomain({ name: 'd' })).toEqual({})
    expect(timers.now()).toBeGreaterThan(300_000)
  })

  it('stops when its abort signal is aborted, and makes no further try after its retry signal is', async () => {
    for (const option of ['abortSignal', 'retrySignal'] as const) {
      const aborting = new AbortController()
      const { swf, calls } = scriptedSwf({
        describeDomain: [
          {},
          () => {
            aborting.abort()
            throw refused
          },
          {},
        ],
      })
      const port = retrying(swf, { timers: timersInHand() })
      await port.describeDomain({ name: 'd' })
      await expect(port.describeDomain({ name: 'd' }, { [option]: aborting.signal })).rejects.toBe(refused)
      expect(calls).toHaveLength(2)
    }
  })

  it('reports every failed try that it repeats', async () => {
    const { swf } = scriptedSwf({ describeDomain: [refused, refused, {}] })
    const retries: unknown[] = []
    const onRetry = (method: string, error: Error, attempt: number) => retries.push([method, error, attempt])
    await retrying(swf, { timers: timersInHand(), onRetry }).describeDomain({ name: 'd' })
    expect(retries).toEqual([
      ['describeDomain', refused, 1],
      ['describeDomain', refused, 2],
    ])
  })
})

describe('the options of a retrying port', () => {
  const { swf } = scriptedSwf({})
  it.each([
    [
      { maximumInterval: NaN },
      'maximumInterval of retrying(…) is NaN: expected milliseconds as a number of 0 or more',
    ],
    [
      { maximumInterval: Infinity },
      'maximumInterval of retrying(…) is Infinity: expected milliseconds as a number of 0 or more',
    ],
    [{ timeout: '5' }, "timeout of retrying(…) is '5': expected milliseconds as a number of 0 or more"],
  ])('are checked: %o', (options, message) => {
    expect(() => retrying(swf, options)).toThrow(
      expect.objectContaining({
        code: 'DURATION_INVALID',
        message: `${message}, or a string with units such as '300ms', '45s', '5m', '1h 30m', '2 days'`,
      }),
    )
  })

  it('limit each wait, also after thousands of tries', async () => {
    const { swf } = scriptedSwf({ describeDomain: [{}, ...times(2000, refused), {}] })
    const timers = timersInHand()
    const port = retrying(swf, { timers, maximumInterval: '700ms' })
    await port.describeDomain({ name: 'd' })
    await port.describeDomain({ name: 'd' })
    expect(timers.waits.filter(wait => !(wait >= 25 && wait <= 700))).toEqual([])
    expect(timers.waits).toHaveLength(2000)
  })

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('disk full')
      },
    ],
    ['rejects', () => Promise.reject(new Error('disk full'))],
  ])('retries even if onRetry %s', async (_, onRetry) => {
    const { swf } = scriptedSwf({ describeDomain: [refused, { domainInfo: { name: 'd' } }] })
    const port = retrying(swf, { timers: timersInHand(), onRetry })
    expect(await port.describeDomain({ name: 'd' })).toEqual({ domainInfo: { name: 'd' } })
  })
})
