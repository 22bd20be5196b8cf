import { Given } from '../commands/given.ts'
import { UsageError } from '../errors/usage.ts'
import type { Asked } from '@reyield/client/internal'
import { askedOf } from '../executions/query.ts'
import { nearest } from '../near/distance.ts'

/** The keys of `--filter`. They mean what the options of `list` with the same names mean. */
const keys = ['type', 'tag', 'id', 'since', 'until']

const expected = `expected KEY=VALUE with one of the keys ${keys.join(', ')}`

/**
 * The query of the options `--filter`, for open executions. All conditions must hold. Only a tag can be given several times.
 *
 * @throws UsageError
 */
export function askedOfFilters(filters: readonly string[], now: number): Asked {
  const values: Record<string, string | string[]> = {}
  for (const filter of filters) {
    const { key, value } = parsed(filter)
    const before = values[key]
    if (before !== undefined && key !== 'tag') {
      throw new UsageError(`--filter ${key} is given twice. An execution can have only one ${key}`)
    }
    values[key] = key === 'tag' ? [before ?? [], value].flat() : value
  }
  return askedOf(new Given([], { ...values, open: true }, name => `--filter ${name}`), now)
}

function parsed(filter: string): { readonly key: string; readonly value: string } {
  const at = filter.indexOf('=')
  const key = (at === -1 ? filter : filter.slice(0, at)).trim()
  if (!keys.includes(key)) {
    const [near] = nearest(key, keys)
    const hint = at < 1 || near === undefined ? '' : `. Did you mean ${near}=?`
    throw new UsageError(`--filter is '${filter}': ${expected}${hint}`)
  }
  const value = at === -1 ? '' : filter.slice(at + 1)
  if (value.trim() === '') throw new UsageError(`--filter ${key} has no value: ${expected}`)
  return { key, value }
}
