import type { ReplayHost } from '@reyield/inspect'
import type { CommandContext } from '../context/context.ts'
import { UsageError } from '../errors/usage.ts'
import { accepting, afterAccepting } from '../lock/checking/accept.ts'
import { grouped } from '../lock/checking/groups.ts'
import { judge } from '../lock/checking/judge.ts'
import { printResult } from '../lock/checking/print.ts'
import { isBad, resultJson, type CheckResult } from '../lock/checking/result.ts'
import { typeName } from '../lock/files/lock.ts'
import { loadLock, lockFolder, names, saveLess, saveLock, without, type Locked } from '../lock/files/store.ts'
import { openJson } from '../lock/open/json.ts'
import { needsOf, type Needs } from '../lock/open/needs.ts'
import { printNeeds } from '../lock/open/print.ts'
import { readOpen, type OpenExecutions } from '../lock/open/read.ts'
import { compareSurface } from '../lock/surface/compare.ts'
import { surfaceOf, type Surface } from '../lock/surface/surface.ts'
import { requiredCode } from '../runs/code.ts'
import { canAsk, confirm } from '../steering/confirm.ts'
import type { CommandModule } from './command.ts'
import type { Given } from './given.ts'

/** Checks that open executions can go on with the code. The exit code is 1 if one can't. */
export const run: CommandModule['run'] = async (context, given) => {
  const acceptance = acceptanceIn(given)
  const settings = await context.settings()
  const folder = lockFolder(settings)
  const locked = loadLock(folder)
  const host = (await requiredCode(context)).of(undefined)
  const surface = await surfaceOf(host, settings)

  const limit = given.whole('limit', 1, 1_000_000)!
  const types = new Set(
    [...surface.workflows, ...locked.lock.builds.flatMap(build => build.workflows)].map(typeName),
  )
  const open = given.flag('open') ? await readOpen(context, host, types, limit) : undefined
  const needs = open && needsOf(open.executions, open.isComplete, locked.lock, surface)
  const unneeded = needs?.builds.filter(({ isNeeded }) => !isNeeded).map(({ id }) => id) ?? []
  const needed = without(locked, unneeded)

  let result = await checkLocked(context, host, surface, needed)
  if (acceptance !== undefined) {
    const lock = accepting(result, acceptance.workflow, acceptance.reason)
    if (lock === undefined)
      context.notes.line(`Nothing of ${acceptance.workflow} fails: nothing was recorded`)
    else {
      saveLock(folder, lock)
      result = afterAccepting(result, lock)
      context.notes.line(`Recorded in ${names.lock}: ${acceptance.workflow}, ${acceptance.reason}`)
    }
  }
  if (context.format === 'text') print(context, result, open, needs)
  const removed = unneeded.length > 0 && (await mayRemove(context, given, unneeded)) ? unneeded : []
  if (removed.length > 0) saveLess(folder, without(loadLock(folder), removed))
  if (context.format === 'json') {
    context.out.json({
      ...resultJson(result),
      ...(open === undefined || needs === undefined ? {} : { open: openJson(open, needs, removed) }),
    })
  }
  return isBad(result) || (open !== undefined && isBadOpen(open, needs!)) ? 1 : 0
}

function acceptanceIn(given: Given): { readonly workflow: string; readonly reason: string } | undefined {
  const workflow = given.text('accept')
  const [reason] = given.arguments
  if (workflow === undefined && reason === undefined) return undefined
  if (workflow !== undefined && reason !== undefined && reason.trim() !== '') return { workflow, reason }
  throw new UsageError(
    'A statement that nothing is open has a workflow and a reason: reyield check --accept order "none open"',
  )
}

async function checkLocked(
  context: CommandContext,
  host: ReplayHost,
  surface: Surface,
  { lock, histories }: Locked,
): Promise<CheckResult> {
  const types = new Set(surface.workflows.map(typeName))
  const { failed, replayed } = await judge(lock, histories, types, host, await context.coder(), count =>
    context.status.show(`replayed ${count} of ${histories.length}`),
  )
  context.status.clear()
  return { lock, replayed, failures: grouped(failed), findings: compareSurface(lock, surface) }
}

function print(
  { out, notes }: CommandContext,
  result: CheckResult,
  open: OpenExecutions | undefined,
  needs: Needs | undefined,
): void {
  printResult(out, notes, result)
  if (open !== undefined && needs !== undefined) printNeeds(out, notes, open, needs)
}

const isBadOpen = ({ executions }: OpenExecutions, { gone }: Needs): boolean =>
  gone.length > 0 || executions.some(({ check }) => check.error !== undefined)

/** Builds leave the lock only if somebody has confirmed that. */
async function mayRemove(context: CommandContext, given: Given, builds: readonly string[]): Promise<boolean> {
  const which = `${builds.length === 1 ? 'build' : 'builds'} ${builds.join(', ')}`
  const confirmed =
    given.flag('yes') ||
    (context.format === 'text' &&
      canAsk() &&
      (await confirm(context, `Remove ${which} from the lock? [y/N] `)))
  if (context.format === 'text') {
    if (confirmed) context.out.line(`Removed ${which} from the lock`)
    else if (!canAsk()) context.notes.line(`To remove ${which} from the lock: reyield check --open --yes`)
  }
  return confirmed
}
