import { view, type ExecutionView, type Moment, type RecordedRun, type Replayer } from '@reyield/inspect'
import type { Code } from '../code/code.ts'
import { buildOf } from './build-of.ts'
import type { History } from './history.ts'

/** A moment of code, or why there is none. */
type Settled = { readonly moment: Moment } | { readonly error: unknown }

interface LastMoment {
  readonly lastEventId: number
  readonly version: number
  readonly settled: Promise<Settled>
}

/** The newest moments, which are the same until something changes. A code that loops for ever is asked once. */
const lastMoments = new WeakMap<History, LastMoment>()

/** A run as it is now, with the lines of its code, without payloads. */
export async function runView(history: History, code: Code, now: Date): Promise<ExecutionView> {
  const shown = await history.shown()
  const host = code.hostOf(buildOf(history))
  if (host === undefined) return await view(shown, { now })
  const decoded = await history.decoded()
  return await view(shown, { now, replayer: keeping(host, history, decoded, code.version) })
}

/** A replayer that is asked only for the last moment, and keeps it. It replays the decoded run. */
function keeping(host: Replayer, history: History, decoded: RecordedRun, version: number): Replayer {
  return {
    buildId: host.buildId,
    async moment() {
      const lastEventId = decoded.events.length
      const known = lastMoments.get(history)
      const isSame = known?.lastEventId === lastEventId && known.version === version
      const settled = isSame ? known.settled : settledMoment(host, decoded)
      lastMoments.set(history, { lastEventId, version, settled })
      const found = await settled
      if ('moment' in found) return found.moment
      throw found.error
    },
    check: () => host.check(decoded),
    decisions: (_, task) => host.decisions(decoded, task),
  }
}

const settledMoment = (host: Replayer, run: RecordedRun): Promise<Settled> =>
  host.moment(run).then(
    moment => ({ moment }),
    (error: unknown) => ({ error }),
  )

/** For each event the first event of its step. */
export function stepsOf({ steps }: ExecutionView): Record<number, number> {
  const found: Record<number, number> = {}
  for (const { events } of steps) for (const eventId of events) found[eventId] = events[0]!
  return found
}

/** The source files that lines of a run name. */
export function filesIn({ steps, branches = [] }: ExecutionView): Set<string> {
  return new Set([...steps, ...branches].flatMap(({ lines = [] }) => lines.map(({ file }) => file)))
}
