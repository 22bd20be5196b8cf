import type { Waiting } from '@reyield/replay'
import type { DecisionView } from '../decisions/decision-view.ts'
import { hasEvents, type HasHistory } from '../history/source.ts'
import { episodes } from './episodes.ts'
import { callText, Glossary, ownId } from './glossary.ts'
import { glossaryOf } from './history-lines.ts'
import { viewLine } from './view-line.ts'

/** The parts of a `decide` result that are shown as lines. */
export interface DecidedParts {
  readonly decisions: readonly DecisionView[]
  readonly waiting: readonly Waiting[]
  readonly status?: { readonly value: unknown } | undefined
  /** The history with these decisions. It names the operations that they cancel. */
  readonly next?: unknown
}

/**
 * The decisions of a workflow in SWF's order, what it waits for and its status, as lines in the format of
 * `historyLines`. They are equally stable: without generated ids.
 *
 * @example
 * ```ts
 * expect(decidedLines(await decide(order, history(order).started({ id: '7' })))).toEqual([
 *   "schedule charge({ id: '7' })",
 *   "waits for charge({ id: '7' })",
 * ])
 * ```
 */
export function decidedLines(decided: DecidedParts): string[] {
  const { waiting, status } = decided
  const glossary = glossaryBefore(decided)
  const lines = linesOf(decided.decisions, glossary)
  return [
    ...(lines.length === 0 ? ['decides nothing'] : lines),
    ...awaitedLines(waiting, glossary),
    ...(status === undefined ? [] : [`status: ${glossary.value(status.value) ?? 'undefined'}`]),
  ]
}

/** The decisions alone. */
export const decisionsInLines = (decided: Omit<DecidedParts, 'waiting'>): string[] =>
  linesOf(decided.decisions, glossaryBefore(decided))

function linesOf(decisions: readonly DecisionView[], glossary: Glossary): string[] {
  return decisions.flatMap(view => {
    const { text, opens } = viewLine(view, glossary)
    if (opens?.key !== undefined) glossary.name(opens.key, opens.name)
    return text === undefined ? [] : [text]
  })
}

/** The names that are known before these decisions, if there is a history. */
function glossaryBefore({ decisions, next }: Omit<DecidedParts, 'waiting'>): Glossary {
  if (!hasEvents(next)) return new Glossary({ taskList: '' })
  return glossaryOfAll(next as HasHistory, decisions.length > 0)
}

/** The names of all operations that a history opens. `beforeLast`: without its last decision task. */
function glossaryOfAll(source: HasHistory, beforeLast = false): Glossary {
  const { events, glossary } = glossaryOf(source)
  const last = events.findLastIndex(({ eventType }) => eventType === 'DecisionTaskCompleted')
  for (const _ of episodes(beforeLast ? events.slice(0, last) : events, glossary)); // it contains their names
  return glossary
}

/** What the workflow waits for at the end of a history, as one line. No line if it waits for nothing. */
export const waitingLines = (waiting: readonly Waiting[], source: HasHistory): string[] =>
  awaitedLines(waiting, glossaryOfAll(source))

function awaitedLines(waiting: readonly Waiting[], glossary: Glossary): string[] {
  const awaited = waiting.map(one => waitingLine(one, glossary))
  return awaited.length === 0 ? [] : [`waits for ${awaited.join(', ')}`]
}

const kinds: Readonly<Record<string, string>> = {
  timer: 'a timer',
  fork: 'a fork',
  childResult: 'a child’s result',
  sideEffect: 'a side effect',
  signalExternal: 'a signal that it sends',
  cancelExternal: 'a cancel request that it sends',
}

/** The text of an awaited operation. */
function waitingLine({ kind, id, name, version, input }: Waiting, glossary: Glossary): string {
  if (kind === 'signal') return `signal '${id}'`
  if (kind === 'timer') return glossary.named(`timer ${id}`) ?? kinds.timer!
  if (name === undefined) return kinds[kind] ?? kind
  const call = callText({ name, version: version ?? '1.0' }, glossary.value(input) ?? '') + ownId(id)
  return kind === 'activity' ? call : `${kind === 'lambda' ? 'Lambda function' : kind} ${call}`
}
