import { useState } from 'preact/hooks'
import type { JsonSchema } from '../../src/api/index.ts'
import { type Entry, type EntryIssue, initialEntry, textOfEntry } from './schema/entry.ts'
import { type Field, fieldOf } from './schema/field.ts'
import { Labeled, SchemaForm } from './schema/schema-form.tsx'

/** The value of an input: fields, or one JSON5 text. */
export interface ValueDraft {
  readonly schema: JsonSchema | undefined
  readonly field: Field | undefined
  readonly entry: Entry
  /** Undefined while the fields are used. */
  readonly json: string | undefined
}

/** A new draft: fields if there is a schema that has some. */
export function draftOf(schema: JsonSchema | undefined): ValueDraft {
  const field = schema === undefined ? undefined : fieldOf(schema)
  return field === undefined || field.is === 'json'
    ? { schema, field: undefined, entry: undefined, json: '' }
    : { schema, field, entry: initialEntry(field), json: undefined }
}

/** What a draft sends: a JSON5 text, undefined for no value, or what is wrong. */
export function sentBy({
  field,
  entry,
  json,
}: ValueDraft): { readonly text?: string } | { readonly issues: readonly EntryIssue[] } {
  if (json !== undefined || field === undefined)
    return json === undefined || json.trim() === '' ? {} : { text: json }
  return textOfEntry(field, entry)
}

/** The fields of a value, or a JSON5 field. One can go from the fields to JSON5. */
export function ValueInput(props: {
  readonly label: string
  readonly draft: ValueDraft
  readonly change: (draft: ValueDraft) => void
  readonly issues: readonly EntryIssue[]
}) {
  const { label, draft, change, issues } = props
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const { field, entry, json } = draft
  if (json !== undefined || field === undefined) {
    return (
      <div class="value">
        <Labeled
          label={`${label} (JSON5)`}
          hint={'Text needs quotes: "some text". Empty: no value.'}
          errors={issues.map(({ path, message }) => (path === '$' ? message : `${path}: ${message}`))}
        >
          {attributes => (
            <textarea
              {...attributes}
              class="mono"
              rows={6}
              spellcheck={false}
              value={json ?? ''}
              onInput={event => change({ ...draft, json: event.currentTarget.value })}
            />
          )}
        </Labeled>
        {field !== undefined && (
          <button type="button" class="plain" onClick={() => change({ ...draft, json: undefined })}>
            Back to the fields
          </button>
        )}
      </div>
    )
  }
  const toJson = () => {
    const sent = textOfEntry(field, entry)
    if ('issues' in sent) setProblem('Fill in the fields first, or clear those that are wrong.')
    else change({ ...draft, json: sent.text })
  }
  return (
    <div class="value">
      <SchemaForm
        label={label}
        field={field}
        entry={entry}
        issues={issues}
        change={changed => change({ ...draft, entry: changed })}
      />
      <OtherIssues issues={issues} field={field} entry={entry} />
      <button type="button" class="plain" onClick={toJson}>
        Edit as JSON5
      </button>
      {problem !== undefined && <span class="muted small">{problem}</span>}
    </div>
  )
}

/** Errors at places that have no field, for instance an unknown member of a JSON5 text within. */
function OtherIssues({
  issues,
  field,
  entry,
}: {
  readonly issues: readonly EntryIssue[]
  readonly field: Field
  readonly entry: Entry
}) {
  const places = new Set(placesOf(field, entry, '$'))
  const others = issues.filter(({ path }) => !places.has(path))
  return (
    <>
      {others.map(({ path, message }) => (
        <p key={path} class="error-line small" role="alert">
          {path}: {message}
        </p>
      ))}
    </>
  )
}

function placesOf(field: Field, entry: Entry, path: string): string[] {
  if (entry === undefined) return []
  if (entry.is === 'list' && field.is === 'list') {
    return [path, ...entry.items.flatMap((item, index) => placesOf(field.item, item, `${path}[${index}]`))]
  }
  if (entry.is === 'object' && field.is === 'object') {
    return [
      path,
      ...field.members.flatMap(({ name, field: member }) =>
        placesOf(member, entry.members[name], `${path}.${name}`),
      ),
    ]
  }
  return [path]
}
