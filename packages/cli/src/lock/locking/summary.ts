import type { CommandContext } from '../../context/context.ts'
import { paint, text } from '../../output/text.ts'
import { grouped } from '../../output/times.ts'
import { historiesText } from '../../runs/history-files.ts'
import { typeName, type LockedBuild } from '../files/lock.ts'
import { names, type Locked } from '../files/store.ts'
import type { Surface } from '../surface/surface.ts'
import type { Candidate } from './candidates.ts'
import type { Chosen } from './choose.ts'

/** What `lock` has done. */
export interface LockSummary {
  readonly buildId: string
  /** The size of the file of histories. */
  readonly bytes: number
  readonly locked: Locked
  readonly candidates: readonly Candidate[]
  /** By workflow type. */
  readonly chosen: ReadonlyMap<string, Chosen>
  readonly surface: Surface
}

/** Prints what was locked, and what can't be checked because no history has it. */
export function printLockSummary({ out, notes }: CommandContext, summary: LockSummary): void {
  const { buildId, bytes, chosen, candidates, surface } = summary
  const build = buildOf(summary)
  const count = build.workflows.reduce((sum, { histories }) => sum + histories, 0)
  out.line(
    text`${paint.green('✓')} Build ${buildId} is locked: ${historiesText(count)}. ${names.histories} has ${grouped(Math.ceil(bytes / 1000))} kB`,
  )
  for (const workflow of build.workflows) {
    const type = typeName(workflow)
    const all = candidates.filter(each => each.workflow === type).length
    if (all > 0) out.line(`  ${type}: ${workflow.histories} of ${historiesText(all)}`)
  }
  const warn = (what: string) => notes.line(text`${paint.yellow('!')} ${what}`)
  for (const [type, { histories, overLimits, leftOut }] of chosen) {
    if (histories.length === 0) warn(`${type} has no history, so changes of it can't be checked`)
    if (overLimits > 0) warn(`${type} would need ${historiesText(overLimits)} more than the limits allow`)
    if (leftOut.length === 0) continue
    warn(`${type}: ${historiesText(leftOut.length)} left out, because this code doesn't replay them`)
    const { candidate, check } = leftOut[0]!
    notes.line(text`    ${candidate.from}  ${check.error!.code ?? 'error'}`)
  }
  const others = othersIn(summary)
  if (others.length > 0) warn(`Left out: histories of ${others.join(', ')}, which this code doesn't have`)
  const clear = clearIn(summary)
  if (clear > 0) {
    warn(
      `The payloads of ${historiesText(clear)} of executions are in ${names.histories} as they are. reyield fetch --redact replaces them`,
    )
  }
  if (surface.activitiesError !== undefined) warn(`Activities aren't locked: ${surface.activitiesError}`)
}

/** The same for programs. */
export const lockSummaryJson = (summary: LockSummary): object => ({
  build: summary.buildId,
  bytes: summary.bytes,
  workflows: buildOf(summary).workflows.map(workflow => {
    const type = typeName(workflow)
    const { overLimits = 0, leftOut = [] } = summary.chosen.get(type) ?? {}
    return {
      type: { name: workflow.name, version: workflow.version },
      histories: workflow.histories,
      found: summary.candidates.filter(each => each.workflow === type).length,
      overLimits,
      leftOut: leftOut.map(({ candidate, check }) => ({
        file: candidate.from,
        error: { code: check.error!.code ?? null, eventId: check.error!.eventId ?? null },
      })),
    }
  }),
  otherTypes: othersIn(summary),
  notRedacted: clearIn(summary),
})

const buildOf = ({ locked }: LockSummary): LockedBuild => locked.lock.builds.at(-1)!

/** Types of histories that the code doesn't have. */
const othersIn = ({ candidates, chosen }: LockSummary): string[] =>
  [...new Set(candidates.map(({ workflow }) => workflow))].filter(type => !chosen.has(type)).toSorted()

/** How many locked histories are those of executions, with their payloads. */
const clearIn = ({ chosen }: LockSummary): number =>
  [...chosen.values()].flatMap(({ histories }) => histories).filter(({ isClear }) => isClear).length
