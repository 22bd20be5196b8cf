import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes } from 'node:crypto'
import type { PayloadContext } from '@reyield/data'

/*
 * AES-256-GCM for one execution. The layout of the bytes is a format (docs/internals/formats.md):
 *
 *   4 bytes   the beginning of the SHA-256 of the context
 *   12 bytes  the nonce
 *   n bytes   the ciphertext
 *   16 bytes  the tag
 */

const algorithm = 'aes-256-gcm'
const contextLength = 4
const nonceLength = 12
const tagLength = 16

/** Begins the bytes of each context, so that no other use of a key can have the same. It's a part of the format. */
const purpose = 'reyield payload 1'

/** The context as bytes, from which it could be read back: each text has its length before it. */
export function contextBytes({ domain, workflowId }: PayloadContext): Buffer {
  const parts = [purpose, domain, workflowId].flatMap(text => {
    const bytes = Buffer.from(text, 'utf16le') // unlike UTF-8, it can represent every string
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    return [length, bytes]
  })
  return Buffer.concat(parts)
}

/**
 * The key of an execution. A key may encrypt 2^32 payloads by random nonces, which a busy system reaches within months. With a key of its own
 * for each execution, that limit is one for each execution.
 */
const executionKey = (key: Uint8Array, context: Buffer): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key, '', hash('sha256', context, 'buffer'), 32))

const shortHash = (context: Buffer): Buffer => hash('sha256', context, 'buffer').subarray(0, contextLength)

/** Encrypts bytes for an execution. */
export function encrypt(plain: Uint8Array, key: Uint8Array, of: PayloadContext): Buffer {
  const context = contextBytes(of)
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv(algorithm, executionKey(key, context), nonce)
  cipher.setAAD(context)
  return Buffer.concat([shortHash(context), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Whether bytes are too short, or were encrypted for another execution. That's known without a key. */
export function problemOf(encrypted: Buffer, of: PayloadContext): 'misplaced' | 'damaged' | undefined {
  if (encrypted.length < contextLength + nonceLength + tagLength) return 'damaged'
  return shortHash(contextBytes(of)).equals(encrypted.subarray(0, contextLength)) ? undefined : 'misplaced'
}

/** Decrypts what `encrypt` has returned, if `problemOf` has found none. */
export function decrypt(encrypted: Buffer, key: Uint8Array, of: PayloadContext): Buffer | undefined {
  const context = contextBytes(of)
  const nonce = encrypted.subarray(contextLength, contextLength + nonceLength)
  const decipher = createDecipheriv(algorithm, executionKey(key, context), nonce, {
    authTagLength: tagLength,
  })
  decipher.setAAD(context)
  decipher.setAuthTag(encrypted.subarray(-tagLength))
  try {
    return Buffer.concat([
      decipher.update(encrypted.subarray(contextLength + nonceLength, -tagLength)),
      decipher.final(),
    ])
  } catch {
    return undefined // OpenSSL says only that the tag doesn't match
  }
}
