import { inspect, isDeepStrictEqual } from 'node:util'
import { ReyieldError } from '@reyield/workflow'

/**
 * Two replays of one history made different decisions. The workflow depends on something that isn't in its history: a
 * clock, random numbers, or variables outside of it.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'REPLAYS_INCONSISTENT')) console.error(error.message)
 * ```
 */
export class InconsistentReplaysError extends ReyieldError<'REPLAYS_INCONSISTENT'> {
  static {
    this.prototype.name = 'InconsistentReplaysError'
  }
  constructor(part: string, where: string, way: string, found: unknown, fresh: unknown) {
    super(
      'REPLAYS_INCONSISTENT',
      `Two replays come to different ${part} at ${where}. The workflow depends on something that isn't in its history: a clock, random numbers, or variables outside of it. ` +
        `Use an operation such as now(), random() or sideEffect(…)\n  from the start: ${show(fresh)}\n  ${way}: ${show(found)}`,
    )
  }
}

/** The parts of a replay's outcome that are compared. */
interface Compared {
  readonly decisions: unknown
  readonly report: unknown
}

/** The parts, and what a message calls them. */
const parts = [
  ['decisions', 'decisions'],
  ['report', 'states'],
] as const

/**
 * Compares the outcome of a replay with that of a fresh one.
 *
 * @throws InconsistentReplaysError (REPLAYS_INCONSISTENT)
 */
export function agree(where: string, way: string, found: Compared, fresh: Compared): void {
  for (const [part, name] of parts) {
    if (isDeepStrictEqual(found[part], fresh[part])) continue
    if (isDeepStrictEqual(comparable(found[part]), comparable(fresh[part]))) continue
    throw new InconsistentReplaysError(name, where, way, found[part], fresh[part])
  }
}

/** Each replay creates its own errors, so their stacks may differ. */
const comparable = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value ?? null, (_, part: unknown) =>
      part instanceof Error
        ? { name: part.name, message: part.message }
        : typeof part === 'bigint'
          ? String(part)
          : part,
    ),
  )

const show = (value: unknown) => inspect(value, { depth: 6, breakLength: 110 }).replaceAll('\n', '\n  ')
