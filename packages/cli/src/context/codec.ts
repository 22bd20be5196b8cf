import { json, superjson, text, type PayloadPipeline } from '@reyield/data'
import { identityPipeline, pipelineOf } from '@reyield/data/internal'
import type { CoderOf } from '@reyield/inspect/internal'
import type { Serializer } from '@reyield/workflow'
import { importList, importMember } from '../modules/import-member.ts'
import { isBuiltIn, type BuiltInSerializer } from '../config/serializers.ts'
import type { Settings } from '../config/settings.ts'

const builtIn: Readonly<Record<BuiltInSerializer, Serializer>> = { superjson, json, text }

/** How payloads are read and written. */
interface Codec {
  readonly serializer: Serializer
  readonly pipeline: PayloadPipeline
}

/** `domain` is asked for only if payloads depend on it. */
export async function coderOf(codecs: PayloadPipeline, domain: () => Promise<string>): Promise<CoderOf> {
  const pipeline = pipelineOf(codecs)
  const of = pipeline === identityPipeline ? '' : await domain()
  return (workflowId = '') => ({ pipeline, context: { domain: of, workflowId } })
}

/** The configured serializer and pipeline. */
export async function codecOf({ serializer, pipeline }: Settings): Promise<Codec> {
  return {
    serializer: isBuiltIn(serializer)
      ? builtIn[serializer]
      : await importMember<Serializer>(serializer, 'serializer', ['serialize', 'deserialize']),
    pipeline:
      pipeline === undefined
        ? []
        : typeof pipeline === 'string'
          ? await importList<PayloadPipeline[number]>(pipeline, 'pipeline', 'codecs')
          : pipeline,
  }
}
