import { randomBytes } from 'node:crypto'
import { pipelineOf } from '@reyield/data/internal'
import { describe, expect, it } from 'vitest'
import { encryption, type Keyring } from '../src/index.ts'

const context = { domain: 'shop', workflowId: 'order-7' }
const [first, second] = [randomBytes(32), randomBytes(32)]

describe('encryption', () => {
  it('rotates keys: the current one encrypts, and all of them decrypt', async () => {
    const before = encryption({ keys: { '2026-10': first.toString('base64') }, current: '2026-10' })
    const deployed = encryption({ keys: { '2026-10': first, '2026-11': second }, current: '2026-10' })
    const rotated = encryption({ keys: { '2026-10': first, '2026-11': second }, current: '2026-11' })
    const [old, fresh] = [await before.encode('tea', context), await rotated.encode('tea', context)]
    expect([old, fresh].map(text => text.split(':').slice(0, 2))).toEqual([
      ['1', '2026-10'],
      ['1', '2026-11'],
    ])
    for (const codec of [deployed, rotated])
      expect([await codec.decode(old, context), await codec.decode(fresh, context)]).toEqual(['tea', 'tea'])
    await expect(before.decode(fresh, context)).rejects.toMatchObject({
      code: 'KEY_MISSING',
      keyId: '2026-11',
    })
  })

  it('never encrypts one text in the same way twice', async () => {
    const codec = encryption({ keys: { a: first }, current: 'a' })
    const texts = await Promise.all(Array.from({ length: 50 }, () => codec.encode('tea', context)))
    expect(new Set(texts).size).toBe(50)
  })

  it('asks a keyring with the execution', async () => {
    const asked: unknown[] = []
    const keyring: Keyring = {
      current: of => (asked.push(['current', of]), Promise.resolve({ id: 'k', key: first })),
      key: (id, of) => (asked.push([id, of]), Promise.resolve(id === 'k' ? first : undefined)),
    }
    const pipeline = pipelineOf([encryption({ keyring, required: true })])
    expect(await pipeline.decode(await pipeline.encode('tea', context), context)).toBe('tea')
    expect(asked).toEqual([
      ['current', context],
      ['k', context],
    ])
  })

  it('holds what a keyring can’t answer now, with its own error', async () => {
    const down = new Error('the vault is down')
    const keyring: Keyring = { current: () => Promise.reject(down), key: () => Promise.reject(down) }
    const encoded = await encryption({ keys: { a: first }, current: 'a' }).encode('tea', context)
    await expect(encryption({ keyring }).encode('tea', context)).rejects.toBe(down)
    await expect(encryption({ keyring }).decode(encoded, context)).rejects.toBe(down)
  })

  it.each<[string, () => unknown]>([
    ["the key 'a' has 31 bytes", () => encryption({ keys: { a: first.subarray(1) }, current: 'a' })],
    ["the key 'a' has 9 bytes", () => encryption({ keys: { a: 'Marzipan-4242' }, current: 'a' })],
    ["the key 'a' has no bytes", () => encryption({ keys: { a: undefined as never }, current: 'a' })],
    [
      "current of encryption is 'b', and keys has 'a'",
      () => encryption({ keys: { a: first }, current: 'b' }),
    ],
    ["current of encryption is 'b', and keys has no key", () => encryption({ keys: {}, current: 'b' })],
    ["the id of a key is 'a:b'", () => encryption({ keys: { 'a:b': first }, current: 'a:b' })],
    ['encryption has no keys', () => encryption({} as never)],
  ])('is refused at the start if %s', (problem, make) => {
    let thrown: unknown
    try {
      make()
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({
      code: 'PIPELINE_INVALID',
      message: expect.stringContaining(problem) as string,
    })
    expect((thrown as Error).message).not.toContain('Marzipan')
  })

  it('refuses a key of a keyring that has another length, or another id than a payload may contain', async () => {
    const keyringOf = (id: string, key: Uint8Array): Keyring => ({
      current: () => ({ id, key }),
      key: () => key,
    })
    for (const keyring of [keyringOf('k', first.subarray(2)), keyringOf('k:1', first)])
      await expect(encryption({ keyring }).encode('tea', context)).rejects.toMatchObject({
        code: 'PIPELINE_INVALID',
      })
  })
})
