import { compression, encryption, offload } from '@reyield/codecs'
import { kmsKeyring } from '@reyield/codecs/kms'
import { s3Store } from '@reyield/codecs/s3'
import type { PayloadPipeline } from '@reyield/data'

export const pipeline: PayloadPipeline = [
  compression(),
  encryption({ keyring: kmsKeyring({ keyId: 'alias/shop-payloads' }) }),
  offload({ store: s3Store({ bucket: 'shop-payloads', prefix: 'swf/' }) }),
]
