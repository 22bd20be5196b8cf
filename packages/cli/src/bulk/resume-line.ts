import type { Given } from '../commands/given.ts'
import type { ActionKind } from '@reyield/inspect/internal'

/** Options that say where SWF is, and how fast a plan is applied. */
const kept = ['config', 'profile', 'endpoint', 'region', 'domain', 'rate']

/** The command that applies a plan, or goes on with it, with the same settings. */
export function applyLine(given: Given, kind: ActionKind, file: string): string {
  const options = kept.flatMap(name => {
    const value = given.text(name)
    return value === undefined ? [] : [`--${name}`, quoted(value)]
  })
  return ['reyield', kind, '--apply', quoted(file), ...options].join(' ')
}

/** A word of a shell's line. */
const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)
