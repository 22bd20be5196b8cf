import type { PayloadContext } from '../pipeline/codec.ts'

/**
 * The `control` of a Lambda function whose input and result are encoded. It tells whoever encodes a decision what the workflow has declared.
 */
export const encodedControl = '{"encoded":true}'

/**
 * An encoded payload of a Lambda function as JSON, which SWF passes to the function as its event (docs/internals/formats.md). The function
 * can't know its execution otherwise, and needs it to decode.
 *
 * @example
 * ```ts
 * lambdaPayload('reyield:1:rot13:bqre-7', { domain: 'shop', workflowId: 'order-7' })
 * ```
 */
export const lambdaPayload = (encoded: string, { domain, workflowId }: PayloadContext): string =>
  JSON.stringify({ reyield: 1, domain, workflowId, encoded })

/**
 * Returns the encoded text of a payload that `lambdaPayload`, or a function, has written; undefined for any other text.
 *
 * @example
 * ```ts
 * encodedOfLambda('{"reyield":1,"encoded":"reyield:1:rot13:bqre-7"}') // 'reyield:1:rot13:bqre-7'
 * ```
 */
export function encodedOfLambda(text: string): string | undefined {
  if (!text.includes('"encoded"')) return undefined
  try {
    const { reyield, encoded } = JSON.parse(text) as { reyield?: unknown; encoded?: unknown }
    return reyield === 1 && typeof encoded === 'string' ? encoded : undefined
  } catch {
    return undefined // the function's own text
  }
}
