import type { FailedHistory } from './judge.ts'

/** Histories of a type that fail in one way. */
export interface FailureGroup {
  readonly workflow: string
  /** In alphabetical order. */
  readonly builds: readonly string[]
  readonly histories: number
  /** The first one of them: that with the earliest event. */
  readonly first: FailedHistory
}

/** Groups failures by type and by what the code does. The groups with the most histories come first. */
export function grouped(failed: readonly FailedHistory[]): FailureGroup[] {
  const groups = new Map<string, FailedHistory[]>()
  for (const each of failed) {
    const key = `${each.workflow}\n${wayOf(each)}`
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  return [...groups.values()]
    .map(members => ({
      workflow: members[0]!.workflow,
      builds: [...new Set(members.flatMap(({ builds }) => builds))].toSorted(),
      histories: members.length,
      first: members.reduce((first, each) => (eventOf(each) < eventOf(first) ? each : first)),
    }))
    .toSorted((a, b) => compare(a.workflow, b.workflow) || b.histories - a.histories)
}

/** The source lines of the code that doesn't fit. A message without any: the whole of it, without ids of events. */
function wayOf({ error: { code, message } }: FailedHistory): string {
  const lines = message.split('\n').filter(line => /^\s*at /.test(line))
  return [code, ...(lines.length > 0 ? lines : [message.replaceAll(/\bevent \d+/g, 'event')])].join('\n')
}

const eventOf = ({ error }: FailedHistory) => error.eventId ?? Infinity

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
