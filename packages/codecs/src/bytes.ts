/*
 * Texts as bytes, for codecs that compress or encrypt bytes. The first byte says how (docs/internals/formats.md).
 */

const utf8 = 0
/** A text with a surrogate of its own, which UTF-8 can't represent. */
const utf16 = 1
/** An envelope whose body ends with base64url: another codec has made bytes into a text, and they become bytes again. */
const packed = 2

/** Returns the bytes of a text, with their form in the first byte. */
export function bytesOf(text: string): Buffer {
  if (hasLoneSurrogate(text)) return Buffer.concat([Buffer.of(utf16), Buffer.from(text, 'utf16le')])
  const head = headOf(text)
  if (head !== undefined) {
    const bytes = Buffer.from(text.slice(head.length), 'base64url')
    if (bytes.toString('base64url') === text.slice(head.length))
      return Buffer.concat([Buffer.of(packed, head.length), Buffer.from(head, 'latin1'), bytes])
  }
  return Buffer.concat([Buffer.of(utf8), Buffer.from(text)])
}

/**
 * The reverse of `bytesOf`.
 *
 * @throws RangeError for an unknown form
 */
export function textOf(bytes: Buffer): string {
  const body = bytes.subarray(1)
  if (bytes[0] === utf8) return body.toString()
  if (bytes[0] === utf16) return body.toString('utf16le')
  if (bytes[0] !== packed) throw new RangeError('The form of the bytes is unknown')
  const end = 1 + body[0]!
  return body.toString('latin1', 1, end) + body.toString('base64url', end)
}

/** Whether UTF-8 can't represent a text. With the flag `u`, a pair of surrogates is one character. */
export const hasLoneSurrogate = (text: string): boolean => /\p{Surrogate}/u.test(text)

/** The part of an envelope before the base64url at its end. */
function headOf(text: string): string | undefined {
  if (!text.startsWith('reyield:')) return undefined
  const end = text.lastIndexOf(':') + 1
  const head = text.slice(0, end)
  return end <= 255 && isAscii(head) ? head : undefined
}

const isAscii = (text: string): boolean => /^[ -~]*$/.test(text)
