import { randomBytes } from 'node:crypto'
import { GenerateDataKeyCommand, type DecryptCommand, type KMSClient } from '@aws-sdk/client-kms'
import { describe, expect, it } from 'vitest'
import { encryption } from '../src/index.ts'
import { kmsKeyring, type KmsKeyringOptions } from '../src/kms.ts'

const order = { domain: 'shop', workflowId: 'order-7' }

/** KMS's two calls. A data key can be decrypted only with the encryption context that it was generated with. */
function stubbedKms() {
  const keys = new Map<string, { readonly key: Uint8Array; readonly context: string }>()
  const calls: string[] = []
  const state: { fails?: Error | undefined } = {}
  const send = async (command: unknown): Promise<object> => {
    await Promise.resolve()
    const { input } = command as GenerateDataKeyCommand | DecryptCommand
    const context = JSON.stringify(input.EncryptionContext)
    calls.push(`${command instanceof GenerateDataKeyCommand ? 'generate' : 'decrypt'} ${context}`)
    if (state.fails !== undefined) throw state.fails
    expect(input.KeyId).toBe('alias/shop')
    if (command instanceof GenerateDataKeyCommand) {
      expect(input).toMatchObject({ KeySpec: 'AES_256' })
      const [key, blob] = [randomBytes(32), randomBytes(184)]
      keys.set(blob.toString('hex'), { key, context })
      return { Plaintext: key, CiphertextBlob: blob }
    }
    const found = keys.get(Buffer.from((input as DecryptCommand['input']).CiphertextBlob!).toString('hex'))
    if (found?.context !== context)
      throw Object.assign(new Error('no'), { name: 'InvalidCiphertextException' })
    return { Plaintext: found.key }
  }
  return { calls, state, client: { send } as Pick<KMSClient, 'send'> }
}

const setup = (more: Partial<KmsKeyringOptions> = {}) => {
  const kms = stubbedKms()
  const time = { now: 0 }
  const codecOf = () =>
    encryption({
      keyring: kmsKeyring({ keyId: 'alias/shop', client: kms.client, now: () => time.now, ...more }),
    })
  return { ...kms, time, codecOf, codec: codecOf() }
}
const generate = 'generate {"reyield:domain":"shop"}'
const decrypt = 'decrypt {"reyield:domain":"shop"}'

describe('a keyring of KMS', () => {
  it('generates one data key for many payloads of a domain, and decrypts it once in another process', async () => {
    const { codec, codecOf, calls } = setup()
    const texts = await Promise.all(
      Array.from({ length: 20 }, (_, i) => codec.encode(`tea ${i}`, { ...order, workflowId: `order-${i}` })),
    )
    const reader = codecOf()
    for (const from of [codec, reader]) {
      const decoded = texts.map((text, i) => from.decode(text, { ...order, workflowId: `order-${i}` }))
      expect(await Promise.all(decoded)).toEqual(texts.map((_, i) => `tea ${i}`))
    }
    expect(calls).toEqual([generate, decrypt])
    await codec.encode('tea', { domain: 'bakery', workflowId: 'order-7' })
    expect(calls.at(-1)).toBe('generate {"reyield:domain":"bakery"}')
    expect(texts[0]!.length).toBeLessThan(400)
  })

  it('generates another data key when one is too old, or was used often enough', async () => {
    const { codec, calls, time } = setup({ maxAge: '10m', maxUses: 3 })
    const keysOf = async (times: number) => {
      const ids = new Set<string>()
      for (let i = 0; i < times; i++) ids.add((await codec.encode('tea', order)).split(':')[1]!)
      return ids.size
    }
    expect([await keysOf(3), await keysOf(4)]).toEqual([1, 2])
    time.now += 10 * 60_000
    expect(await keysOf(1)).toBe(1)
    expect(calls).toEqual(Array(4).fill(generate))
  })

  it('forgets decrypted keys when they are too old, and keeps a limited number', async () => {
    const { codec, codecOf, calls, time } = setup({ maxUses: 1, cache: 2, maxAge: '1h' })
    const texts: string[] = []
    for (let i = 0; i < 3; i++) texts.push(await codec.encode(`tea ${i}`, order))
    const reader = codecOf()
    const read = async (i: number) => {
      const before = calls.length
      expect(await reader.decode(texts[i]!, order)).toBe(`tea ${i}`)
      return calls.length - before
    }
    expect([await read(0), await read(0), await read(1), await read(2), await read(0)]).toEqual([
      1, 0, 1, 1, 1,
    ])
    time.now += 3_600_000
    expect(await read(0)).toBe(1)
  })

  it('asks again after an error, which holds the payload', async () => {
    const { codec, codecOf, state } = setup()
    const text = await codec.encode('tea', order)
    const reader = codecOf()
    const down = Object.assign(new Error('slow down'), { name: 'ThrottlingException' })
    state.fails = down
    await expect(reader.decode(text, order)).rejects.toBe(down)
    await expect(reader.encode('tea', order)).rejects.toBe(down)
    state.fails = undefined
    expect(await reader.decode(text, order)).toBe('tea')
    expect(await reader.encode('tea', order)).toMatch(/^1:/)
  })

  it('has no key for what KMS didn’t encrypt for the domain', async () => {
    const { codec } = setup()
    const [number, id, body] = (await codec.encode('tea', order)).split(':')
    const other = `${number}:${id!.replace(/^./, first => (first === 'A' ? 'B' : 'A'))}:${body}`
    await expect(codec.decode(other, order)).rejects.toMatchObject({ code: 'KEY_MISSING' })
  })

  it('needs a key, and numbers that make sense', () => {
    const { client } = stubbedKms()
    for (const wrong of [{ keyId: '' }, { maxUses: 0 }, { cache: -1 }])
      expect(() => kmsKeyring({ keyId: 'alias/shop', client, ...wrong })).toThrow(
        "The payload pipeline can't be used",
      )
  })
})
