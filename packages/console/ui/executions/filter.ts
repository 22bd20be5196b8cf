import type { ExecutionFilter } from '../../src/api/index.ts'

/** A condition of a filter. */
export type Condition = Exclude<keyof ExecutionFilter, 'cursor' | 'status'>

/** The conditions, in the order of their fields. */
export const conditions = [
  'text',
  'type',
  'id',
  'tag',
  'closeStatus',
  'since',
  'until',
] as const satisfies Condition[]

/** How a sentence speaks of a condition. */
export const conditionNames: Readonly<Record<Condition, string>> = {
  text: 'the text',
  type: 'the type',
  id: 'the workflow id',
  tag: 'the tag',
  closeStatus: 'how they closed',
  since: 'the earliest time',
  until: 'the latest time',
}

/** The filter that an address has. What isn't a filter is left out. */
export function filterOf(query: URLSearchParams): ExecutionFilter {
  const status = query.get('status') === 'closed' ? 'closed' : 'open'
  const given = conditions.flatMap(name => {
    const text = query.get(name)?.trim() ?? ''
    const applies = name !== 'closeStatus' || status === 'closed'
    return text === '' || !applies ? [] : [[name, text] as const]
  })
  return { status, ...Object.fromEntries(given) }
}

/** The parameters of a filter for an address of the page or of the server. The default isn't in it. */
export const parametersOf = ({ status, ...others }: ExecutionFilter): Record<string, string> => ({
  ...(status === 'closed' && { status }),
  ...Object.fromEntries(Object.entries(others).filter(([, text]) => text !== undefined && text !== '')),
})

/**
 * Says which condition SWF applies and which are applied to what it lists, because the difference decides how long one waits: SWF's list
 * has only one condition. Undefined without conditions.
 */
export function whoFilters(
  filter: ExecutionFilter,
  bySwf: keyof ExecutionFilter | undefined,
): string | undefined {
  const given = conditions.filter(name => filter[name] !== undefined)
  const others = given.filter(name => name !== bySwf && !(isTime(name) && isTime(bySwf)))
  const swf = given.filter(name => !others.includes(name)).map(name => conditionNames[name])
  const here = others.map(name => conditionNames[name])
  if (given.length === 0) return undefined
  if (here.length === 0) return `SWF filters by ${listed(swf)}.`
  if (swf.length === 0)
    return `SWF lists all; ${listed(here)} ${here.length === 1 ? 'is' : 'are'} compared with what has been listed.`
  return `SWF filters by ${listed(swf)}; ${listed(here)} ${here.length === 1 ? 'is' : 'are'} compared with what it lists.`
}

const isTime = (name: unknown) => name === 'since' || name === 'until'

const listed = (names: readonly string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
