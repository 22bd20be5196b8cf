import { identityPipeline, json, superjson, type PayloadPipeline } from '@reyield/data'
import type { Serializer } from '@reyield/workflow'
import { importMember } from '../modules/import-member.ts'
import type { Settings } from '../config/settings.ts'

/** How payloads are read and written. */
interface Codec {
  readonly serializer: Serializer
  readonly pipeline: PayloadPipeline
}

/** The configured serializer and pipeline. */
export async function codecOf({ serializer, pipeline }: Settings): Promise<Codec> {
  return {
    serializer:
      serializer === 'superjson'
        ? superjson
        : serializer === 'json'
          ? json
          : await importMember<Serializer>(serializer, 'serializer', ['serialize', 'deserialize']),
    pipeline:
      pipeline === undefined
        ? identityPipeline
        : typeof pipeline === 'string'
          ? await importMember<PayloadPipeline>(pipeline, 'pipeline', ['encode', 'decode'])
          : pipeline,
  }
}
