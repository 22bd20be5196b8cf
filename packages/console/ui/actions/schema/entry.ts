import type { Field } from './field.ts'

/** What has been entered into a field; undefined: it's left out. */
export type Entry =
  | undefined
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'boolean'; readonly value: boolean }
  /** The index of the chosen value; undefined if none is chosen yet. */
  | { readonly is: 'choice'; readonly index: number | undefined }
  | { readonly is: 'list'; readonly items: readonly Entry[] }
  | { readonly is: 'object'; readonly members: Readonly<Record<string, Entry>> }

/** An error at a field. */
export interface EntryIssue {
  /** Where, as the server says it: `$.items[3].price`. */
  readonly path: string
  readonly message: string
}

/** What a form begins with: the defaults of its schema. Optional members without a default are left out. */
export function initialEntry(field: Field): Entry {
  const { preset } = field
  switch (field.is) {
    case 'text':
      return { is: 'text', text: typeof preset === 'string' ? preset : '' }
    case 'json':
      return { is: 'text', text: preset === undefined ? '' : JSON.stringify(preset) }
    case 'number':
      return { is: 'text', text: typeof preset === 'number' ? String(preset) : '' }
    case 'boolean':
      return { is: 'boolean', value: preset === true }
    case 'choice': {
      const index = field.values.findIndex(value => JSON.stringify(value) === JSON.stringify(preset))
      return { is: 'choice', index: index >= 0 ? index : undefined }
    }
    case 'list':
      return { is: 'list', items: [] }
    case 'object':
      return {
        is: 'object',
        members: Object.fromEntries(
          field.members.map(({ name, field: member, isRequired }) => [
            name,
            (isRequired && !member.isNullable) || (member.preset !== undefined && member.preset !== null)
              ? initialEntry(member)
              : undefined,
          ]),
        ),
      }
  }
}

/**
 * The value as a JSON5 text, which the server parses, or what is missing. The schema itself is checked by the server alone: here is checked
 * only what has no value.
 */
export function textOfEntry(
  field: Field,
  entry: Entry,
): { readonly text: string } | { readonly issues: readonly EntryIssue[] } {
  const issues: EntryIssue[] = []
  const text = write(field, entry, '$', issues)
  return issues.length > 0 ? { issues } : { text: text ?? '' }
}

function write(field: Field, entry: Entry, path: string, issues: EntryIssue[]): string | undefined {
  const wrong = (message: string): undefined => void issues.push({ path, message })
  if (entry === undefined) return undefined
  switch (entry.is) {
    case 'boolean':
      return String(entry.value)
    case 'choice':
      if (entry.index === undefined || field.is !== 'choice') return wrong('Choose one.')
      return JSON.stringify(field.values[entry.index])
    case 'list': {
      const item = field.is === 'list' ? field.item : undefined
      const items = entry.items.map((one, index) => item && write(item, one, `${path}[${index}]`, issues))
      return `[${items.join(', ')}]`
    }
    case 'object': {
      const members = field.is === 'object' ? field.members : []
      const written = members.flatMap(({ name, field: member, isRequired }) => {
        const given = entry.members[name]
        const value = write(member, given, `${path}.${name}`, issues)
        if (given === undefined && isRequired && member.isNullable) return [`${JSON.stringify(name)}: null`]
        return value === undefined ? [] : [`${JSON.stringify(name)}: ${value}`]
      })
      return `{ ${written.join(', ')} }`
    }
    case 'text':
      if (field.is === 'json') return entry.text.trim() === '' ? wrong('Enter a value as JSON5.') : entry.text
      if (field.is === 'number') {
        const value = Number(entry.text)
        if (entry.text.trim() === '' || !Number.isFinite(value)) return wrong('Enter a number.')
        return String(value)
      }
      if (field.is === 'text' && field.type === 'datetime-local') {
        const time = new Date(entry.text)
        return Number.isNaN(time.getTime())
          ? wrong('Enter a date and a time.')
          : JSON.stringify(time.toISOString())
      }
      if (field.is === 'text' && field.type === 'date' && entry.text === '') return wrong('Enter a date.')
      return JSON.stringify(entry.text)
  }
}
