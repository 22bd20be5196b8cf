/**
 * Codecs of a payload pipeline: they compress and encrypt payloads, and store long ones outside SWF.
 *
 * @module
 */

// codecs
export { compression } from './compression.ts'
export type { CompressionOptions } from './compression.ts'
export { encryption } from './encryption/encryption.ts'
export type { EncryptionOptions } from './encryption/encryption.ts'
export type { EncryptionKey, Keyring, Keys } from './encryption/keyring.ts'
export { offload } from './offload/offload.ts'
export type { OffloadOptions } from './offload/offload.ts'

// stores
export { directoryStore } from './offload/directory-store.ts'
export type { PayloadStore } from './offload/store.ts'

// Lambda functions
export { lambdaHandler } from './lambda-handler.ts'
export type { LambdaHandlerOptions } from './lambda-handler.ts'

// errors
export { DamagedPayloadError, MisplacedPayloadError, MissingKeyError, MissingPayloadError } from './errors.ts'
