import {
  decoding,
  view,
  type ExecutionView,
  type RecordedRun,
  type Replayer,
  type ViewOptions,
} from '@reyield/inspect'
import type { Serializer } from '@reyield/workflow'
import type { ChainedRun, Traced, Unread } from '../render/tree-lines.ts'
import { isGone } from '@reyield/client/internal'
import type { RunIds } from './locate.ts'

/** What is read, and how far. */
export interface TraceOptions {
  /** Reads another history. Without it, children and chain are left out. */
  readonly readRun?: ((execution: RunIds) => Promise<RecordedRun>) | undefined
  /** Returns the code of a build, or the present one. */
  readonly code: { of(buildId: string | undefined): Replayer } | undefined
  /** Reads payloads, if they were asked for. */
  readonly serializer: Serializer | undefined
  readonly variables: boolean
  readonly at: number | undefined
  readonly now: Date
  /** How many levels of children are read. */
  readonly depth: number
  /** How many children of an execution are read. */
  readonly children: number
  /** How many runs before it, and after it, are read. */
  readonly chain: number
}

/** Views an execution, its children and the runs of its chain. */
export async function traceOf(recorded: RecordedRun, options: TraceOptions): Promise<Traced> {
  const { at, serializer, now } = options
  const seen = await withCode(recorded, options, {
    now,
    at,
    decode: serializer === undefined ? undefined : decoding({ serializer }),
  })
  const { children, more } = await childrenOf(seen, options)
  return { view: seen, children, more, chain: await chainOf(seen, options) }
}

/** The view with the code of the build that has decided last. */
async function withCode(
  recorded: RecordedRun,
  { code, variables }: TraceOptions,
  how: ViewOptions,
): Promise<ExecutionView> {
  if (code === undefined) return await view(recorded, how)
  const { decidedBy } = (await view(recorded, { at: how.at })).code // without payloads: they are read once
  return await view(recorded, { ...how, replayer: code.of(decidedBy), variables })
}

async function childrenOf({ steps }: ExecutionView, options: TraceOptions) {
  const children = new Map<string, Traced | Unread>()
  const { readRun, depth, children: most } = options
  if (readRun === undefined || depth === 0) return { children, more: 0 }
  const started = steps.flatMap(({ kind, execution }) =>
    kind === 'child' && execution?.runId !== undefined ? [execution as RunIds] : [],
  )
  for (const child of started.slice(0, most)) {
    children.set(child.workflowId, await childOf(child, readRun, options))
  }
  return { children, more: Math.max(0, started.length - most) }
}

async function childOf(
  execution: RunIds,
  readRun: NonNullable<TraceOptions['readRun']>,
  options: TraceOptions,
): Promise<Traced | Unread> {
  try {
    // a moment of the parent says nothing about the events of the child
    return await traceOf(await readRun(execution), {
      ...options,
      at: undefined,
      chain: 0,
      depth: options.depth - 1,
    })
  } catch (error) {
    if (!isGone(error)) throw error
    return { unread: 'SWF has no history of it any longer' }
  }
}

/** The runs before and after, in the order of the chain without the run itself. */
async function chainOf(seen: ExecutionView, { readRun, chain, now }: TraceOptions): Promise<ChainedRun[]> {
  const { workflowId } = seen
  if (readRun === undefined || workflowId === undefined) return []
  const follow = async (
    isEarlier: boolean,
    first: string | undefined,
    next: (of: ExecutionView) => string | undefined,
  ) => {
    const runs: ChainedRun[] = []
    for (let runId = first; runId !== undefined && runs.length < chain;) {
      const found = await readRun({ workflowId, runId }).then(
        recorded => view(recorded, { now }),
        (error: unknown) => {
          if (isGone(error)) return undefined
          throw error
        },
      )
      runs.push({ runId, isEarlier, view: found })
      runId = found === undefined ? undefined : next(found)
    }
    return runs
  }
  const before = await follow(true, seen.relatives.previousRunId, ({ relatives }) => relatives.previousRunId)
  const after = await follow(false, seen.relatives.nextRunId, ({ relatives }) => relatives.nextRunId)
  return [...before.toReversed(), ...after]
}
