import { describe, expect, it } from 'vitest'
import { LatestLoader } from './latest.ts'

/** A loader whose requests are answered by the test, with everything it did as lines. */
function setup(likely: (key: number, before: number | undefined) => readonly number[] = () => []) {
  const did: string[] = []
  const answers = new Map<number, { resolve(value: string): void; reject(error: unknown): void }>()
  const loader = new LatestLoader<string>({
    kept: 3,
    likely,
    load: (key, signal) => {
      did.push(`load ${key}`)
      signal.addEventListener('abort', () => did.push(`abort ${key}`))
      return new Promise((resolve, reject) => answers.set(key, { resolve, reject }))
    },
    shown: ({ key, value, error }) =>
      did.push(`show ${key}: ${value ?? (error === undefined ? '…' : (error as string))}`),
  })
  const settled = () => new Promise<void>(resolve => void setTimeout(resolve))
  return {
    loader,
    answer: (key: number, value = `moment ${key}`) => (answers.get(key)!.resolve(value), settled()),
    fail: (key: number) => (answers.get(key)!.reject('no answer'), settled()),
    did: () => did.splice(0),
  }
}

describe('a loader of what is looked at', () => {
  it('skips the keys that were passed while a request was going on', async () => {
    const { loader, answer, did } = setup()
    for (const key of [1, 2, 3, 4]) loader.want(key)
    expect(did()).toEqual(['show 1: …', 'load 1', 'show 2: …', 'show 3: …', 'show 4: …'])
    await answer(1)
    expect(did()).toEqual(['load 4'])
    await answer(4)
    expect(did()).toEqual(['show 4: moment 4'])
  })

  it('does not show an answer for an old key, but keeps it', async () => {
    const { loader, answer, did } = setup()
    loader.want(1)
    loader.want(2)
    await answer(1)
    did()
    loader.want(1)
    expect(did()).toEqual(['show 1: moment 1', 'abort 2'])
  })

  it('loads what is likely next, and ends that when something else is wanted', async () => {
    const { loader, answer, did } = setup((key, before = 0) =>
      key > before ? [key + 1, key + 2] : [key - 1],
    )
    loader.want(5)
    await answer(5)
    expect(did()).toEqual(['show 5: …', 'load 5', 'show 5: moment 5', 'load 6'])
    await answer(6)
    expect(did()).toEqual(['load 7'])
    loader.want(6)
    expect(did()).toEqual(['show 6: moment 6', 'abort 7', 'load 7'])
    loader.want(2)
    expect(did()).toEqual(['show 2: …', 'abort 7', 'load 2'])
  })

  it('waits for a request ahead that turns out to be wanted', async () => {
    const { loader, answer, did } = setup(key => [key + 1])
    loader.want(1)
    await answer(1)
    did()
    loader.want(2)
    expect(did()).toEqual(['show 2: …'])
    await answer(2)
    expect(did()).toEqual(['show 2: moment 2', 'load 3'])
  })

  it('says that the newest key could not be loaded, and tries again when it is wanted again', async () => {
    const { loader, answer, fail, did } = setup()
    loader.want(1)
    await fail(1)
    expect(did()).toEqual(['show 1: …', 'load 1', 'show 1: no answer'])
    loader.want(1)
    await answer(1)
    expect(did()).toEqual(['show 1: …', 'load 1', 'show 1: moment 1'])
  })

  it('keeps the answers that were used last', async () => {
    const { loader, answer, did } = setup()
    for (const key of [1, 2, 3]) {
      loader.want(key)
      await answer(key)
    }
    loader.want(1)
    loader.want(4)
    await answer(4)
    did()
    for (const key of [1, 3, 4, 2]) loader.want(key)
    expect(did()).toEqual(['show 1: moment 1', 'show 3: moment 3', 'show 4: moment 4', 'show 2: …', 'load 2'])
  })

  it('forgets answers that may have changed, and loads the newest key again', async () => {
    const { loader, answer, did } = setup()
    loader.want(1)
    await answer(1)
    loader.want(9)
    await answer(9)
    did()
    loader.forget(5)
    expect(did()).toEqual(['load 9'])
    await answer(9, 'new')
    loader.want(1)
    expect(did()).toEqual(['show 9: new', 'show 1: moment 1'])
  })

  it('shows nothing after its end', async () => {
    const { loader, answer, did } = setup()
    loader.want(1)
    loader.stop()
    await answer(1)
    expect(did()).toEqual(['show 1: …', 'load 1', 'abort 1'])
  })
})
