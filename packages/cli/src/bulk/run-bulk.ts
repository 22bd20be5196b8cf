import { randomUUID } from 'node:crypto'
import type { Given } from '../commands/given.ts'
import type { CommandContext } from '../context/context.ts'
import type { ExitCode } from '../errors/exit-codes.ts'
import { UsageError } from '../errors/usage.ts'
import { grouped } from '../output/times.ts'
import { canAsk } from '../steering/confirm.ts'
import type { Asked } from '@reyield/client/internal'
import type { BulkAction } from '@reyield/inspect/internal'
import { applyPlanFile } from './apply-plan-file.ts'
import { askedOfFilters } from './conditions.ts'
import type { BulkMode } from './mode.ts'
import { checkPlan, placeOf } from './plan/place.ts'
import { planVersion, type Plan } from './plan/plan.ts'
import { readPlan } from './plan/read.ts'
import { isTemporaryPlan, temporaryPlan } from './plan/temporary.ts'
import { checkNewPlan, writePlan } from './plan/write.ts'
import { previewRecord, printPreview } from './preview-text.ts'
import { applyLine } from './resume-line.ts'
import { select } from '@reyield/inspect/internal'

/** Which executions a plan is made of. */
interface Selection {
  readonly filter: readonly string[]
  readonly asked: Asked
  readonly limit: number
}

/** A bulk command: `action` makes what is done to each execution, from the options. */
export async function runBulk(
  context: CommandContext,
  given: Given,
  mode: BulkMode,
  kind: BulkAction['kind'],
  action: () => BulkAction | Promise<BulkAction>,
): Promise<ExitCode> {
  if ('apply' in mode) return await applyFrom(context, given, mode.apply, kind)
  const selection: Selection = {
    filter: mode.filter,
    asked: askedOfFilters(mode.filter, context.now()),
    limit: given.whole('limit', 1, 1e9) ?? Infinity,
  }
  if (mode.plan !== undefined) return await planTo(context, given, selection, mode.plan, await action())
  if (!canAsk()) {
    throw new UsageError(
      'Without a terminal, a command for many executions needs a plan: --plan FILE. ' +
        `Look at its preview, and then: reyield ${kind} --apply FILE --yes`,
    )
  }
  if (given.text('input') === '-') {
    throw new UsageError(
      '--input - needs --plan, because the answer to the question is typed on the standard input',
    )
  }
  return await planAndApply(context, given, selection, await action())
}

/** `--apply`. */
async function applyFrom(
  context: CommandContext,
  given: Given,
  file: string,
  kind: BulkAction['kind'],
): Promise<ExitCode> {
  const yes = given.flag('yes')
  if (!yes && !canAsk()) throw new UsageError('To apply a plan without a terminal, --yes is needed')
  const plan = await readPlan(file)
  try {
    checkPlan(plan.header, kind, await placeOf(context, process.env), file)
    return await applyPlanFile(context, given, plan, { yes, isTemporary: isTemporaryPlan(plan.file) })
  } finally {
    await plan.close()
  }
}

/** `--filter` with `--plan`. */
async function planTo(
  context: CommandContext,
  given: Given,
  selection: Selection,
  file: string,
  action: BulkAction,
): Promise<ExitCode> {
  checkNewPlan(file)
  const plan = await makePlan(context, selection, file, action)
  const { out, notes, format } = context
  if (format === 'json') out.json({ plan: plan.preview.count > 0 ? file : null, ...previewRecord(plan) })
  if (plan.preview.count === 0) return sayNone(context)
  if (format !== 'json') printPreview(out, plan, context.now())
  notes.line(`The plan is in ${file}. Nothing was done. To do it: ${applyLine(given, action.kind, file)}`)
  return 0
}

/** `--filter` in a terminal. The plan is kept in the cache folder until it's finished, so that it can be resumed. */
async function planAndApply(
  context: CommandContext,
  given: Given,
  selection: Selection,
  action: BulkAction,
): Promise<ExitCode> {
  const file = temporaryPlan()
  const made = await makePlan(context, selection, file, action)
  if (made.preview.count === 0) return sayNone(context)
  const plan = await readPlan(file)
  try {
    return await applyPlanFile(context, given, plan, { isTemporary: true })
  } finally {
    await plan.close()
  }
}

async function makePlan(
  context: CommandContext,
  { filter, asked, limit }: Selection,
  file: string,
  action: BulkAction,
): Promise<Plan> {
  const header = {
    reyield: 'bulk plan' as const,
    version: planVersion,
    id: randomUUID(),
    created: new Date(context.now()).toISOString(),
    ...(await placeOf(context, process.env)),
    action,
    filter,
  }
  const runs = select(await context.client(), asked, limit, count =>
    context.status.show(`found ${grouped(count)} executions`),
  )
  return await writePlan(file, header, runs).finally(() => context.status.clear())
}

function sayNone({ notes }: CommandContext): ExitCode {
  notes.line('No open execution matches: nothing was done')
  return 0
}
