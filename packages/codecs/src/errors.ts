import type { PayloadContext } from '@reyield/data'
import { ReyieldError } from '@reyield/workflow'

/**
 * An encoded payload isn't what its codec has written.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'PAYLOAD_DAMAGED')) console.error(error.message)
 * ```
 */
export class DamagedPayloadError extends ReyieldError<'PAYLOAD_DAMAGED'> {
  static {
    this.prototype.name = 'DamagedPayloadError'
  }
  /** The name of the codec. */
  readonly codec: string
  constructor(codec: string, problem: string, context: PayloadContext, options?: ErrorOptions) {
    super(
      'PAYLOAD_DAMAGED',
      `A payload of ${executionText(context)} is damaged: the codec '${codec}' finds that ${problem}. Somebody or something changed it since ` +
        `it was written. If it's in a store, restore it there`,
      options,
    )
    this.codec = codec
  }
}

/**
 * An encrypted payload was written for another execution than the one that has it.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'PAYLOAD_MISPLACED')) console.error(error.message)
 * ```
 */
export class MisplacedPayloadError extends ReyieldError<'PAYLOAD_MISPLACED'> {
  static {
    this.prototype.name = 'MisplacedPayloadError'
  }
  constructor(context: PayloadContext) {
    super(
      'PAYLOAD_MISPLACED',
      `A payload of ${executionText(context)} was encrypted for another execution. Somebody has copied the encrypted text: send the value ` +
        `again through a client, which encrypts it for this execution`,
    )
  }
}

/**
 * A payload that was stored outside SWF isn't in its store.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'PAYLOAD_MISSING')) console.error(error.message)
 * ```
 */
export class MissingPayloadError extends ReyieldError<'PAYLOAD_MISSING'> {
  static {
    this.prototype.name = 'MissingPayloadError'
  }
  /** Its key in the store. */
  readonly key: string
  constructor(key: string, context: PayloadContext) {
    super(
      'PAYLOAD_MISSING',
      `A payload of ${executionText(context)} isn't in its store, under the key '${key}'. Find out what removed it, and restore it`,
    )
    this.key = key
  }
}

/**
 * A payload was encrypted with a key that the keyring doesn't have.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'KEY_MISSING')) console.error(error.message)
 * ```
 */
export class MissingKeyError extends ReyieldError<'KEY_MISSING'> {
  static {
    this.prototype.name = 'MissingKeyError'
  }
  /** The id of the key. */
  readonly keyId: string
  constructor(keyId: string, context: PayloadContext) {
    super(
      'KEY_MISSING',
      `A payload of ${executionText(context)} needs the key '${keyId.length > 60 ? `${keyId.slice(0, 57)}...` : keyId}', which the keyring ` +
        `doesn't have: add the key. A key must be kept as long as there are payloads of it`,
    )
    this.keyId = keyId
  }
}

const executionText = ({ domain, workflowId }: PayloadContext): string =>
  `workflow id '${workflowId}' in domain '${domain}'`
