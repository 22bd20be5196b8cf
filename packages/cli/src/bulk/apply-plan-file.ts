import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Given } from '../commands/given.ts'
import type { CommandContext } from '../context/context.ts'
import type { ExitCode } from '../errors/exit-codes.ts'
import { grouped } from '../output/times.ts'
import { Pacer } from '@reyield/client/internal'
import { rowOf } from '@reyield/inspect/internal'
import { applyPlan, signalingEncoded } from '@reyield/inspect/internal'
import { decodedAction } from './encoded-signals.ts'
import { isConfirmed } from './confirm-count.ts'
import type { OpenPlan } from './plan/read.ts'
import type { PlannedRun } from '@reyield/inspect/internal'
import { printPreview } from './preview-text.ts'
import { openProgress, progressPath } from './progress/file.ts'
import { lockPlan } from './progress/lock.ts'
import type { Progress } from '@reyield/inspect/internal'
import { applyLine } from './resume-line.ts'
import { Speed } from './speed.ts'
import { printSummary, type Applied } from './summary.ts'

/** How a plan is applied. */
interface How {
  /** Whether nobody is asked. Default false. */
  readonly yes?: boolean
  /** Whether its files are removed when it's finished, or if it isn't begun. Default false. */
  readonly isTemporary?: boolean
}

/** Shows what is left of a plan, asks, does it, and prints what was done. */
export async function applyPlanFile(
  context: CommandContext,
  given: Given,
  plan: OpenPlan,
  { yes = false, isTemporary = false }: How,
): Promise<ExitCode> {
  const unlock = lockPlan(plan.file)
  let isKept = !isTemporary
  try {
    const { progress, close } = await openProgress(plan.file, plan.header, plan.preview.count)
    isKept ||= progress.count('pending') < plan.preview.count // it was begun
    try {
      if (progress.left > 0) {
        printPreview(context.notes, plan, context.now())
        printProgress(context, progress)
        if (!yes && !(await isConfirmed(context, progress.left))) return 1
        if (isTemporary) context.notes.line(`Until it's finished, the plan is in ${plan.file}`)
      }
      return await apply(context, given, plan, progress).finally(() => {
        isKept = !isTemporary || progress.left > 0
      })
    } finally {
      close()
    }
  } finally {
    if (!isKept) for (const file of [plan.file, progressPath(plan.file)]) rmSync(file, { force: true })
    unlock()
  }
}

function printProgress({ notes }: CommandContext, progress: Progress): void {
  const [over, left, doubts] = [progress.over, progress.left, progress.count('sending')]
  if (over > 0) notes.line(`${grouped(over)} of them are over, ${grouped(left)} are left`)
  if (doubts > 0) notes.line(`${grouped(doubts)} may have been done: their histories are looked into first`)
}

async function apply(
  context: CommandContext,
  given: Given,
  plan: OpenPlan,
  progress: Progress,
): Promise<ExitCode> {
  const { domain } = plan.header
  const action = await decodedAction(context, plan.header.action)
  const { interrupted, notes, status } = context
  const wasFinished = progress.left === 0
  const rate = given.whole('rate', 1, 1000) ?? rowOf(action).rate
  const pacer = new Pacer(rate)
  const closed: PlannedRun[] = []
  const failed: { readonly run: PlannedRun; readonly error: Error }[] = []
  const total = grouped(plan.preview.count)
  const speed = new Speed(rate, progress.left)
  const show = () => {
    const { perSecond, left } = speed.at(progress.left)
    status.show(`${grouped(progress.over)} of ${total} done, ${perSecond} a second, ${left}`)
  }
  try {
    await applyPlan(plan.runs(), action, progress, {
      swf: signalingEncoded(await context.finishingSwf(), await context.coder()),
      domain,
      turn: signal => pacer.turn(signal),
      now: context.now,
      sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
      interrupted,
      onOver(run, state) {
        if (state === 'closed') closed.push(run)
        show()
      },
      onFailed(run, error) {
        failed.push({ run, error })
        show()
      },
    })
  } finally {
    status.clear()
    const applied: Applied = { plan, progress, closed, failed }
    if (wasFinished) notes.line('The plan is finished: nothing was left to do')
    printSummary(context, applied)
    if (progress.left > 0) {
      notes.line(
        `${grouped(progress.left)} of ${total} are left. To go on: ${applyLine(given, action.kind, plan.name)}`,
      )
    }
  }
  return failed.length > 0 ? 1 : 0
}
