import type { Telling } from './telling.ts'

/** The input of a run, with what a run before it has handed on, if it has. */
export function carriedText(text: string | undefined, telling: Telling): string | undefined {
  const envelope = ours<{
    input: string | null
    signals?: { name: string; input?: string }[]
    cancel?: boolean
  }>(text, 'input')
  if (envelope === undefined) return telling.payload(text)
  const carried = [
    ...(envelope.signals ?? []).map(
      ({ name, input }) => `signal '${name}'${input === undefined ? '' : `: ${telling.payload(input)}`}`,
    ),
    ...(envelope.cancel === true ? ['a cancel request'] : []),
  ]
  const rest = carried.length === 0 ? '' : `, carrying ${carried.join(', ')}`
  return `${telling.payload(envelope.input ?? undefined)}${rest}`
}

/** An envelope of ours with that member. */
export function ours<T>(text: string | undefined, member: string): T | undefined {
  if (text?.startsWith('{"reyield":1,') !== true) return undefined
  try {
    const value = JSON.parse(text) as object
    return member in value ? (value as T) : undefined
  } catch {
    return undefined
  }
}
