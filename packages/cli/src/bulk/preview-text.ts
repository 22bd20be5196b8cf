import { joined, paint, text, widthOf, type Text } from '../output/text.ts'
import { agoText, grouped } from '../output/times.ts'
import type { Output } from '../output/output.ts'
import type { BulkAction } from '@reyield/inspect/internal'
import { rowOf } from '@reyield/inspect/internal'
import type { Plan } from './plan/plan.ts'
import type { PlannedRun } from '@reyield/inspect/internal'

/** What is part of the action. Payloads aren't shown. */
function detailsOf(action: BulkAction): [name: string, value: string][] {
  if (action.kind === 'signal') {
    const { input } = action
    return [['input', input === undefined ? 'none' : `${grouped(input.length)} characters`]]
  }
  if (action.kind === 'request-cancel') return []
  const { reason, childPolicy } = action
  return [
    ...(reason === undefined ? [] : [['reason', reason] as [string, string]]),
    ['children', childPolicy ?? 'as each execution has it'],
  ]
}

/** How many types are listed by name. */
const mostTypes = 10

/** Prints what a plan would do, and to which executions. */
export function printPreview(out: Output, { header, preview, cut }: Plan, now: number): void {
  const { action, domain, filter } = header
  const { count, types, newest, oldest, started } = preview
  out.line(paint.bold(rowOf(action).intent(count, action)))
  out.line(text`  domain   ${domain}`)
  out.line(text`  filter   ${filter.join(' ')}${cut ? paint.yellow(' (more match: cut by --limit)') : ''}`)
  for (const [name, value] of detailsOf(action)) out.line(text`  ${name.padEnd(8)} ${value}`)
  for (const [i, { type, count }] of types.slice(0, mostTypes).entries()) {
    out.line(text`  ${i === 0 ? 'types  ' : '       '}  ${type}: ${grouped(count)}`)
  }
  if (types.length > mostTypes) out.line(`           and ${grouped(types.length - mostTypes)} other types`)
  if (started !== undefined) out.line(text`  started  ${started.oldest} to ${started.newest}`)
  const rows = [...newest, ...oldest].map(run => cellsOf(run, now))
  const widths = [0, 1].map(i => Math.max(...rows.map(cells => widthOf(cells[i]!))))
  for (const [i, [id, type, age]] of rows.entries()) {
    const label = i === 0 ? 'newest ' : i === newest.length ? 'oldest ' : '       '
    out.line(text`  ${label}  ${padded(id, widths[0]!)}  ${padded(type, widths[1]!)}  ${age}`)
  }
}

const padded = (cell: Text, width: number) => joined([cell, ' '.repeat(width - widthOf(cell))])

const cellsOf = (
  { workflowId, type, started }: PlannedRun,
  now: number,
): [id: Text, type: Text, age: Text] => [
  workflowId,
  `${type.name}@${type.version}`,
  agoText(new Date(started), now),
]

/** The preview for programs. docs/cli.md documents it: members are added, never renamed. */
export function previewRecord({ header, preview, cut }: Plan): object {
  const { count, types, newest, oldest, started } = preview
  return {
    action: header.action.kind,
    domain: header.domain,
    filter: header.filter,
    executions: count,
    cut,
    types: types.map(({ type, count }) => ({ type, count })),
    started: started ?? null,
    newest,
    oldest,
  }
}
