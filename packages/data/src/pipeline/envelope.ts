/** A text in an envelope: what a codec has encoded, or with the name '' a text that only looks like an envelope. */
export interface Enveloped {
  /** The number of the format. Reyield writes 1. */
  readonly format: number
  /** The name of the codec. */
  readonly name: string
  readonly body: string
}

const format = 1

/** Names can't contain a colon, so the body begins after the third one. */
const pattern = /^reyield:(\d{1,9}):([a-z0-9.-]{0,32}):/

/**
 * Puts what a codec has encoded into an envelope (docs/internals/formats.md).
 *
 * @example
 * ```ts
 * inEnvelope('rot13', 'bqre-7') // 'reyield:1:rot13:bqre-7'
 * ```
 */
export const inEnvelope = (name: string, body: string): string => `reyield:${format}:${name}:${body}`

/** Reads an envelope; undefined for any other text. */
export function envelopeOf(text: string): Enveloped | undefined {
  const found = text.startsWith('reyield:') ? pattern.exec(text) : null
  return (
    (found && { format: Number(found[1]), name: found[2]!, body: text.slice(found[0].length) }) ?? undefined
  )
}

/** Whether this version reads the format of an envelope. */
export const isKnownFormat = (of: Enveloped): boolean => of.format === format

/** Whether a codec may have this name. */
export const isCodecName = (name: unknown): boolean =>
  typeof name === 'string' && /^[a-z0-9.-]{1,32}$/.test(name)
