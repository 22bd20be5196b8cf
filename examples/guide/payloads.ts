import { compression, directoryStore, encryption, offload } from '@reyield/codecs'
import type { PayloadPipeline } from '@reyield/data'

/** The pipeline of all clients and workers, and of `reyield`. */
export const pipelineOf = (env: Readonly<Record<string, string>>): PayloadPipeline => [
  compression(),
  encryption({
    keys: { '2026-10': env.PAYLOAD_KEY_OLD!, '2026-11': env.PAYLOAD_KEY! },
    current: '2026-11',
  }),
  offload({ store: directoryStore(env.PAYLOADS!) }),
]
