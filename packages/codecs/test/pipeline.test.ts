import { randomBytes } from 'node:crypto'
import { pipelineOf } from '@reyield/data/internal'
import type { PayloadCodec, PayloadContext } from '@reyield/data'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compression, encryption, offload, type PayloadStore } from '../src/index.ts'

const memoryStore = (): PayloadStore & { readonly stored: Map<string, Uint8Array> } => {
  const stored = new Map<string, Uint8Array>()
  return {
    stored,
    put: (key, bytes) => Promise.resolve(stored.set(key, Uint8Array.from(bytes))),
    get: key => Promise.resolve(stored.get(key)),
  }
}
const keys = { old: randomBytes(32), new: randomBytes(32) }
const codeOf = async (act: () => unknown) => {
  try {
    await act()
    return 'nothing is thrown'
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    return { code, message }
  }
}

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', minLength: 30, maxLength: 90 }).map(part => part.repeat(40)),
  fc.string().map(part => `reyield:1:encryption:${part}`),
  fc.uint8Array({ minLength: 1 }).map(bytes => `reyield:1:x:${Buffer.from(bytes).toString('base64url')}`),
  fc.constantFrom('', '\ud800', 'a\udfff', 'reyield:1::', 'reyield:1:a:'),
)
const id = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '.', '..', '../../etc', 'a/b', 'x'.repeat(300)),
)
const execution: fc.Arbitrary<PayloadContext> = fc.record({ domain: id, workflowId: id })
const numRuns = process.env['REYIELD_DEEP'] === '1' ? 5000 : 150

/** Each pipeline of built-in codecs. */
const codecs = fc.subarray(['compression', 'encryption', 'offload'] as const)
const made = (names: readonly string[], store: PayloadStore, current = 'new') =>
  (
    [
      compression({ above: 20 }),
      encryption({ keys, current }),
      offload({ store, above: 40, cache: 0 }),
    ] as readonly PayloadCodec[]
  ).filter(({ name }) => names.includes(name))

it('every text comes back as it was, for every execution and by every order that is allowed', () =>
  fc.assert(
    fc.asyncProperty(text, execution, codecs, async (plain, context, names) => {
      const store = memoryStore()
      const encoded = await pipelineOf(made(names, store)).encode(plain, context)
      if (names.length > 0) expect(/^[ -~]*$/.test(encoded) || encoded === plain).toBe(true)
      expect(await pipelineOf(made(names, store)).decode(encoded, context)).toBe(plain)
      if (names.includes('offload')) expect(encoded.length).toBeLessThanOrEqual(Math.max(100, plain.length))
      for (const key of store.stored.keys()) {
        expect(key.split('/')).toEqual([
          expect.stringMatching(/^(?!\.*$)[\w.~%!'()*-]{1,200}$/),
          expect.stringMatching(/^(?!\.*$)[\w.~%!'()*-]{1,200}$/),
          expect.stringMatching(/^[0-9a-f]{64}$/),
        ])
      }
    }),
    { numRuns },
  ))

it('what is wrong with an encrypted payload has an error of its own, and no message contains any of it', () =>
  fc.assert(
    fc.asyncProperty(execution, execution, fc.nat(), fc.nat(), async (context, other, at, shift) => {
      const secret = 'Marzipan-4242'
      const of = (...list: PayloadCodec[]) => pipelineOf(list)
      const codec = encryption({ keys, current: 'old' })
      const encoded = await of(codec).encode(secret, context)
      const head = 'reyield:1:encryption:1:old:'
      const body = encoded.slice(head.length)
      const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
      const index = 6 + (at % (body.length - 7)) // after the hash of the context; the last character has unused bits
      const flipped = letters[(letters.indexOf(body[index]!) + 1 + (shift % 63)) % 64]!
      const damaged = head + body.slice(0, index) + flipped + body.slice(index + 1)
      const found = {
        damaged: await codeOf(() => of(codec).decode(damaged, context)),
        cut: await codeOf(() => of(codec).decode(encoded.slice(0, -4), context)),
        short: await codeOf(() => of(codec).decode(`${head}AAAA`, context)),
        foreign: await codeOf(() => of(codec).decode('reyield:1:encryption:Marzipan', context)),
        keyless: await codeOf(() =>
          of(encryption({ keys: { new: keys.new }, current: 'new' })).decode(encoded, context),
        ),
        otherKey: await codeOf(() =>
          of(encryption({ keys: { old: keys.new }, current: 'old' })).decode(encoded, context),
        ),
        codecless: await codeOf(() => of(compression()).decode(encoded, context)),
        plain: await codeOf(() =>
          of(encryption({ keys, current: 'new', required: true })).decode(secret, context),
        ),
      }
      expect(Object.values(found).map(each => (typeof each === 'string' ? each : each.code))).toEqual([
        ...[
          'PAYLOAD_DAMAGED',
          'PAYLOAD_DAMAGED',
          'PAYLOAD_DAMAGED',
          'PAYLOAD_DAMAGED',
          'KEY_MISSING',
          'PAYLOAD_DAMAGED',
        ],
        ...['CODEC_MISSING', 'PAYLOAD_UNENCODED'],
      ])
      expect(JSON.stringify(found)).not.toContain('Marzipan')
      if (context.domain === other.domain && context.workflowId === other.workflowId) return
      expect(await codeOf(() => of(codec).decode(encoded, other))).toMatchObject({
        code: 'PAYLOAD_MISPLACED',
      })
    }),
    { numRuns: numRuns / 3 },
  ))

it('two executions are never taken for one, however their ids are put together', async () => {
  const pipeline = pipelineOf([encryption({ keys, current: 'new' })])
  const encoded = await pipeline.encode('x', { domain: 'ab', workflowId: 'c' })
  for (const [domain, workflowId] of [
    ['a', 'bc'],
    ['abc', ''],
    ['ab', 'c\0'],
    ['ab', 'C'],
  ] as const)
    expect(await codeOf(() => pipeline.decode(encoded, { domain, workflowId }))).toMatchObject({
      code: 'PAYLOAD_MISPLACED',
    })
})

it('without offload, a reference to a stored payload says that offload is missing', async () => {
  const context = { domain: 'shop', workflowId: 'order-7' }
  const encoded = await pipelineOf([offload({ store: memoryStore(), above: 10 })]).encode(
    'x'.repeat(20),
    context,
  )
  expect(await codeOf(() => pipelineOf([compression()]).decode(encoded, context))).toEqual({
    code: 'CODEC_MISSING',
    message:
      "A payload needs the codec 'offload', and this reader has only compression: add the codec to the pipeline. All clients and workers of a domain must have the same pipeline",
  })
})

it('another order of codecs is refused', async () => {
  const [first, second, third] = made(['compression', 'encryption', 'offload'], memoryStore())
  for (const order of [
    [second!, first!],
    [third!, second!],
    [third!, first!],
  ])
    expect(await codeOf(() => pipelineOf(order))).toMatchObject({ code: 'PIPELINE_INVALID' })
})
