import type { Given } from '../commands/given.ts'
import { UsageError } from '../errors/usage.ts'
import type { ActionKind } from '@reyield/inspect/internal'

/** How a bulk command is called. */
export type BulkMode =
  | { readonly filter: readonly string[]; readonly plan: string | undefined }
  | { readonly apply: string }

/** What a command takes besides the options of all bulk commands. */
interface Takes {
  readonly kind: ActionKind
  /** Its arguments, for one execution. The first one is the workflow id. */
  readonly arguments: readonly string[]
  /** Options about the action. A plan has their values. */
  readonly options: readonly string[]
  /** Whether `--yes` also means something for one execution. */
  readonly asks: boolean
}

/**
 * How a command is called: for one execution (undefined), or for many.
 *
 * @throws UsageError if options or arguments are missing, or don't go together
 */
export function modeOf(given: Given, takes: Takes): BulkMode | undefined {
  const [filter, plan, apply] = [given.list('filter'), given.text('plan'), given.text('apply')]
  const refuse = (names: readonly string[], why: string) => {
    const name = names.find(name => given.flag(name) || given.list(name).length > 0)
    if (name !== undefined) throw new UsageError(`--${name} ${why}`)
  }
  if (apply !== undefined) {
    refuse(
      ['filter', 'plan', 'limit', 'run-id', ...takes.options],
      "can't be given with --apply: the plan says what is done",
    )
    checkArguments(given, [], 'with --apply, because the plan says what is done')
    return { apply }
  }
  if (filter.length > 0) {
    refuse(['run-id'], "can't be given with --filter, which finds the runs")
    refuse(
      ['yes'],
      `can't skip the preview of many executions. Use --plan FILE, and then: reyield ${takes.kind} --apply FILE --yes`,
    )
    if (plan !== undefined) refuse(['rate'], 'is for --apply, not for --plan')
    checkArguments(given, takes.arguments.slice(1), 'with --filter, which finds the executions')
    return { filter, plan }
  }
  refuse(['plan', 'limit'], 'needs --filter, which finds executions')
  refuse(['rate', ...(takes.asks ? [] : ['yes'])], 'is for many executions: it needs --filter or --apply')
  checkArguments(given, takes.arguments, '')
  return undefined
}

function checkArguments({ arguments: given }: Given, names: readonly string[], why: string): void {
  const missing = names[given.length]
  if (missing !== undefined) throw new UsageError(`missing required argument '${missing}'`)
  if (given.length === names.length) return
  const extra = given[0]!
  throw new UsageError(
    names.length === 0
      ? `'${extra}' can't be given ${why}`
      : `The workflow id '${extra}' can't be given ${why}`,
  )
}
