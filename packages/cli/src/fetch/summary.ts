import type { CommandContext } from '../context/context.ts'
import { paint, text } from '../output/text.ts'
import { grouped } from '../output/times.ts'
import { historiesText } from '../runs/history-files.ts'
import type { LeftOut } from './redacted-run.ts'
import type { Fetched } from './store.ts'

/** What `fetch` has done. */
export interface Summary {
  readonly folder: string
  /** How many executions were looked at. */
  readonly looked: number
  readonly fetched: readonly Fetched[]
  readonly redacted: boolean
}

const reasons: Readonly<Record<LeftOut, string>> = {
  gone: 'SWF has no history of it any longer',
  undecodable: 'the pipeline can not decode its payloads',
  notRedacted: 'a payload of it is too deep to be redacted',
  notChecked: 'the configured workflows can not replay it, so it is unknown whether it still does',
  changed: 'with other texts it no longer replays',
}

/** Prints how many histories of which types and outcomes were stored, and what was left out. */
export function printSummary({ out }: CommandContext, { folder, looked, fetched, redacted }: Summary): void {
  const stored = fetched.filter(each => 'file' in each)
  const of = `${grouped(looked)} ${looked === 1 ? 'execution' : 'executions'}`
  out.line(
    text`${stored.length > 0 ? paint.green('✓') : paint.red('✗')} ${historiesText(stored.length)} of ${of} stored in ${folder}${redacted ? ', redacted' : ''}`,
  )
  for (const [type, each] of byName(stored, ({ execution: { type } }) => `${type.name}@${type.version}`)) {
    const outcomes = byName(each, ({ execution }) => execution.status.toLowerCase().replaceAll('_', ' '))
    out.line(text`  ${type}: ${outcomes.map(([outcome, { length }]) => `${length} ${outcome}`).join(', ')}`)
  }
  for (const { file, fails } of stored) {
    if (fails === undefined) continue
    const at = fails.eventId === undefined ? '' : ` at event ${fails.eventId}`
    out.line(
      text`${paint.yellow('!')} ${file} doesn't replay, as before the redaction: ${fails.code ?? 'error'}${at}`,
    )
  }
  const left = fetched.filter(each => 'leftOut' in each)
  for (const [reason, each] of byName(left, ({ leftOut }) => reasons[leftOut])) {
    out.line(text`${paint.yellow('!')} ${each.length} left out: ${reason}`)
    for (const { execution } of each) {
      const whose = redacted ? `${execution.type.name}@${execution.type.version}` : execution.workflowId
      out.line(text`    ${whose}  ${paint.dim(`run ${execution.runId}`)}`)
    }
  }
}

/** The same for programs. Ids of workflows aren't in it if histories are redacted, because logs are read by many. */
export const summaryJson = ({ folder, looked, fetched, redacted }: Summary): object => ({
  folder,
  redacted,
  executions: looked,
  histories: fetched.map(each => {
    const { workflowId, runId, type, status } = each.execution
    const run = { ...(redacted ? {} : { workflowId }), runId, type, status }
    return 'leftOut' in each
      ? { ...run, leftOut: { reason: each.leftOut, message: reasons[each.leftOut] } }
      : {
          ...run,
          file: each.file,
          events: each.events,
          error:
            each.fails === undefined
              ? null
              : { code: each.fails.code ?? null, eventId: each.fails.eventId ?? null },
        }
  }),
})

function byName<T>(items: readonly T[], nameOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(nameOf(item), [...(groups.get(nameOf(item)) ?? []), item])
  return [...groups]
}
