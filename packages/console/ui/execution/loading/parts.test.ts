import { expect, it } from 'vitest'
import { Parts } from './parts.ts'

function setup(kept = 3) {
  const did: string[] = []
  const answers = new Map<number, (items: readonly string[]) => void>()
  const parts = new Parts<string>({
    size: 2,
    kept,
    changed: () => did.push('changed'),
    load: (from, limit, signal) => {
      did.push(`load ${from}+${limit}`)
      signal.addEventListener('abort', () => did.push(`abort ${from}`))
      return new Promise(resolve => answers.set(from, resolve))
    },
  })
  const answer = async (from: number) => {
    answers.get(from)!([`line ${from}`, `line ${from + 1}`])
    await new Promise<void>(resolve => void setTimeout(resolve))
  }
  return { parts, answer, did: () => did.splice(0) }
}

it('loads the parts that are needed, each once', async () => {
  const { parts, answer, did } = setup()
  parts.need([0, 1, 2])
  parts.need([1, 2])
  await answer(0)
  await answer(2)
  expect(did()).toEqual(['load 0+2', 'load 2+2', 'changed', 'changed'])
  expect([0, 1, 2, 3, 4].map(index => parts.get(index))).toEqual([
    'line 0',
    'line 1',
    'line 2',
    'line 3',
    undefined,
  ])
})

it('ends requests for parts that were scrolled away', async () => {
  const { parts, answer, did } = setup()
  parts.need([0])
  parts.need([8])
  await answer(0)
  await answer(8)
  expect([did(), parts.get(0), parts.get(8)]).toEqual([
    ['load 0+2', 'abort 0', 'load 8+2', 'changed'],
    undefined,
    'line 8',
  ])
})

it('keeps the parts that were needed last', async () => {
  const { parts, answer } = setup(2)
  for (const from of [0, 2, 4]) {
    parts.need([0, from])
    if (parts.get(from) === undefined) await answer(from)
  }
  expect([parts.get(0), parts.get(2), parts.get(4)]).toEqual(['line 0', undefined, 'line 4'])
})

it('loads again what may have grown', async () => {
  const { parts, answer, did } = setup()
  parts.need([0, 2])
  await answer(0)
  await answer(2)
  parts.forget(3)
  parts.need([0, 2])
  expect(did()).toEqual(['load 0+2', 'load 2+2', 'changed', 'changed', 'load 2+2'])
})
