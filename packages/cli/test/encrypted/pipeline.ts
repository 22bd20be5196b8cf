import { compression, directoryStore, encryption, offload } from '@reyield/codecs'
import type { PayloadPipeline } from '@reyield/data'

const keys = { test: Buffer.alloc(32, 42) }

export const pipeline: PayloadPipeline = [
  compression({ above: 50 }),
  encryption({ keys, current: 'test', required: true }),
  offload({ store: directoryStore(process.env['PAYLOADS']!), above: 300 }),
]
