import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { compression, encryption, offload } from '@reyield/codecs'
import { decodeEvents, encodeDecisions, encodeEvents, pipelineOf } from '@reyield/data/internal'
import { expect } from 'vitest'

const keys = { old: Buffer.alloc(32, 1), new: Buffer.alloc(32, 2) }
const stored = new Map<string, Uint8Array>()
const store = {
  put: (key: string, bytes: Uint8Array) => Promise.resolve(stored.set(key, bytes)),
  get: (key: string) => Promise.resolve(stored.get(key)),
}

/** A process with all codecs. All are used for small payloads, too, and nothing is cached. */
const coderOf = (current: 'old' | 'new') => ({
  context: { domain: 'd', workflowId: 'w' },
  pipeline: pipelineOf([
    compression({ above: 20 }),
    encryption({ keys, current, required: true }),
    offload({ store, above: 150, cache: 0 }),
  ]),
})
const [writers, reader] = [[coderOf('old'), coderOf('new')], coderOf('new')]

const recorded = new WeakMap<HistoryEvent, Promise<readonly HistoryEvent[]>>()

/** The events as a decider gets them whose pipeline decodes what others have encoded, with keys that rotate meanwhile. */
export async function throughCodecs(events: readonly HistoryEvent[]): Promise<HistoryEvent[]> {
  const encoded = events.map((event, index) => {
    const made = recorded.get(event) ?? encodeEvents([event], writers[index % 2]!)
    recorded.set(event, made)
    return made
  })
  return [...(await decodeEvents((await Promise.all(encoded)).flat(), reader))]
}

/** Checks that the payloads of decisions are encoded, and nothing else of them. */
export async function expectEncodable(decisions: readonly Decision[]): Promise<void> {
  const encoded = await encodeDecisions(decisions, writers[1]!, { tooLong: () => undefined })
  const payloads = ({ decisionType, ...rest }: Decision) =>
    Object.values(rest)
      .flatMap(of => Object.entries(of as object))
      .filter(([member]) => ['input', 'result', 'details'].includes(member))
      .filter(() => decisionType !== 'ScheduleLambdaFunction')
  for (const decision of encoded)
    for (const [, text] of payloads(decision))
      expect(text).toMatch(/^reyield:1:(encryption:1:new:[\w-]+|offload:utf8:[0-9a-f]{64})$/)
}
