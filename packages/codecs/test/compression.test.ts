import { randomBytes } from 'node:crypto'
import * as zlib from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { compression } from '../src/index.ts'

const context = { domain: 'shop', workflowId: 'order-7' }
const hasZstd = 'zstdCompress' in zlib

describe('compression', () => {
  it('leaves payloads of up to 1,024 characters as they are, and those that wouldn’t get shorter', async () => {
    const codec = compression()
    const texts = ['x'.repeat(1024), randomBytes(3000).toString('base64')]
    for (const text of texts) expect(await codec.encode(text, context)).toBe(text)
    expect((await codec.encode('x'.repeat(1025), context)).length).toBeLessThan(40)
    expect(await compression({ above: 2000 }).encode('x'.repeat(2000), context)).toHaveLength(2000)
  })

  it('by Zstandard is refused at the start on a Node without it, and read by every codec on one that has it', async () => {
    const text = 'x'.repeat(3000)
    if (hasZstd) {
      const encoded = await compression({ zstd: true }).encode(text, context)
      expect(encoded).toMatch(/^zstd:/)
      expect(await compression().decode(encoded, context)).toBe(text)
      return
    }
    expect(() => compression({ zstd: true })).toThrow(
      `The payload pipeline can't be used: Node ${process.versions.node} has no Zstandard. Expected was: compression() without zstd: true, or Node 22.15 or later`,
    )
    await expect(compression().decode('zstd:AAAA', context)).rejects.toMatchObject({
      code: 'CODEC_MISSING',
      codec: 'compression by zstd',
    })
  })

  it('never fills the memory with a small text that someone has made', async () => {
    const bomb = zlib.brotliCompressSync(Buffer.alloc(65 * 1024 * 1024), {
      params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 },
    })
    await expect(compression().decode(`br:${bomb.toString('base64url')}`, context)).rejects.toMatchObject({
      code: 'PAYLOAD_DAMAGED',
    })
    for (const text of ['br:AAAA', 'br:', 'lz4:AAAA', 'Marzipan', ''])
      await expect(compression().decode(text, context)).rejects.toMatchObject({
        code: expect.stringMatching(/^(PAYLOAD_DAMAGED|CODEC_MISSING)$/) as string,
        message: expect.not.stringContaining('Marzipan') as string,
      })
  })

  it('has a length above which it compresses', () => {
    for (const above of [-1, NaN])
      expect(() => compression({ above })).toThrow('above of compression is no length')
  })
})
