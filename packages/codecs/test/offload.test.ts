import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import S3rver from 's3rver'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { directoryStore, offload, type PayloadStore } from '../src/index.ts'
import { s3Store } from '../src/s3.ts'

const context = { domain: 'shop', workflowId: 'order/7' }
const long = `{"json":"${'tea '.repeat(10_000)}"}`
let folder: string
let s3: S3rver
let client: S3Client

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reyield-offload-'))
  s3 = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: join(folder, 's3'),
    configureBuckets: [{ name: 'payloads', configs: [] }],
  })
  const { port } = await s3.run()
  client = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
  })
})
afterAll(async () => {
  client.destroy()
  await s3.close()
  rmSync(folder, { recursive: true })
})

/** Remembers, and counts. */
function countingStore() {
  const stored = new Map<string, Uint8Array>()
  const calls: string[] = []
  const store: PayloadStore = {
    put: (key, bytes) => Promise.resolve((calls.push('put'), stored.set(key, bytes))),
    get: key => Promise.resolve((calls.push('get'), stored.get(key))),
  }
  return { stored, calls, store }
}

describe('offload', () => {
  it('stores what is longer than 30,000 characters, and nothing else', async () => {
    const { store, stored, calls } = countingStore()
    const codec = offload({ store })
    expect(await codec.encode('x'.repeat(30_000), context)).toHaveLength(30_000)
    expect(calls).toEqual([])
    const encoded = await codec.encode('x'.repeat(30_001), context)
    const sha256 = encoded.slice('utf8:'.length)
    expect([...stored]).toEqual([[`shop/order%2F7/${sha256}`, Buffer.from('x'.repeat(30_001))]])
  })

  it('stores before it returns, so that SWF never gets a reference to something that isn’t there', async () => {
    const full = new Error('the disk is full')
    const codec = offload({
      store: { put: () => Promise.reject(full), get: () => Promise.resolve(undefined) },
    })
    await expect(codec.encode(long, context)).rejects.toBe(full)
  })

  it('fetches a payload once, however many replays need it', async () => {
    const { store, calls } = countingStore()
    const encoded = await offload({ store }).encode(long, context)
    const reader = offload({ store })
    const read = () => reader.decode(encoded, context)
    expect(new Set(await Promise.all([read(), read(), read()]))).toEqual(new Set([long]))
    await read()
    expect(calls).toEqual(['put', 'get'])
    const forgetful = offload({ store, cache: long.length - 1 })
    await forgetful.decode(encoded, context)
    await forgetful.decode(encoded, context)
    expect(calls).toEqual(['put', 'get', 'get', 'get'])
  })

  it('verifies what it fetches, and asks again after an error', async () => {
    const { store, stored } = countingStore()
    const encoded = await offload({ store }).encode(long, context)
    const [[key, bytes]] = [...stored] as [[string, Uint8Array]]
    const reader = offload({ store })
    stored.set(key, Buffer.from(long.replace('tea', 'Tea')))
    await expect(reader.decode(encoded, context)).rejects.toMatchObject({ code: 'PAYLOAD_DAMAGED' })
    stored.delete(key)
    await expect(reader.decode(encoded, context)).rejects.toMatchObject({ code: 'PAYLOAD_MISSING', key })
    stored.set(key, bytes)
    expect(await reader.decode(encoded, context)).toBe(long)
    await expect(reader.decode('sha1:Marzipan', context)).rejects.toMatchObject({
      code: 'PAYLOAD_DAMAGED',
      message: expect.not.stringContaining('Marzipan') as string,
    })
  })

  it('needs a store, and numbers that make sense', () => {
    const { store } = countingStore()
    for (const options of [{}, { store: {} }, { store, above: -1 }, { store, cache: NaN }])
      expect(() => offload(options as never)).toThrow("The payload pipeline can't be used")
    expect(() => s3Store({ bucket: '' })).toThrow('s3Store has no bucket')
    expect(() => directoryStore('')).toThrow('directoryStore has no folder')
  })
})

describe('a store', () => {
  const keys = ['shop/order%2F7/abc', 'shop/%2E%2E/abc', 'sh%C3%B6p/~a!b/abc']

  it.each<[string, () => PayloadStore]>([
    ['of a folder', () => directoryStore(join(folder, 'files'))],
    ['of S3', () => s3Store({ bucket: 'payloads', prefix: 'swf/', client })],
  ])('%s returns what was stored, and undefined for what was not', async (_, make) => {
    const store = make()
    for (const [i, key] of keys.entries()) {
      expect(await store.get(key)).toBeUndefined()
      await store.put(key, Uint8Array.of(i, 0, 255))
      await store.put(key, Uint8Array.of(i, 1, 255)) // again, as after a lost response
    }
    for (const [i, key] of keys.entries()) expect([...(await store.get(key))!]).toEqual([i, 1, 255])
  })

  it('of a folder writes whole files only, and nothing outside its folder', async () => {
    const place = join(folder, 'atomic')
    const store = directoryStore(place)
    await Promise.all(Array.from({ length: 20 }, () => store.put('shop/order-7/abc', Buffer.from(long))))
    expect(readdirSync(join(place, 'shop/order-7'))).toEqual(['abc'])
    expect(readFileSync(join(place, 'shop/order-7/abc'), 'utf8')).toBe(long)
    writeFileSync(join(place, 'file'), '')
    await expect(store.put('file/order-7/abc', Buffer.from('x'))).rejects.toMatchObject({ code: 'ENOTDIR' })
    for (const key of ['../abc', 'shop/../../abc', ''])
      await expect(store.put(key, Buffer.from('x'))).rejects.toMatchObject({ code: 'PIPELINE_INVALID' })
  })

  it('of S3 passes other errors on', async () => {
    const store = s3Store({ bucket: 'nowhere', client })
    await expect(store.get('shop/a/b')).rejects.toMatchObject({ name: 'NoSuchBucket' })
  })
})
