import { useId } from 'preact/hooks'
import type { KnownSignal } from '../../src/api/index.ts'
import { session } from '../session.ts'
import { Labeled } from './schema/schema-form.tsx'
import type { EntryIssue } from './schema/entry.ts'
import { draftOf, sentBy, type ValueDraft, ValueInput } from './value-input.tsx'

/** A signal that is being written. */
export interface SignalDraft {
  readonly name: string
  readonly value: ValueDraft
}

/** Begins with the signal that is known, if there is only one. */
export function firstSignal(known: readonly KnownSignal[]): SignalDraft {
  const only = known.length === 1 ? known[0] : undefined
  return { name: only?.name ?? '', value: draftOf(only?.inputSchema) }
}

/** What is sent, or what is missing. */
export function signalOf({
  name,
  value,
}: SignalDraft): { signal: string; input?: string } | { issues: readonly EntryIssue[] } {
  const sent = sentBy(value)
  if (name.trim() === '') return { issues: [{ path: 'signal', message: 'Enter the name of the signal.' }] }
  if ('issues' in sent) return sent
  return { signal: name.trim(), ...(sent.text !== undefined && { input: sent.text }) }
}

/** The name of a signal and its value. */
export function SignalFields(props: {
  readonly draft: SignalDraft
  readonly change: (draft: SignalDraft) => void
  readonly issues: readonly EntryIssue[]
}) {
  const { draft, change, issues } = props
  const known = session.value?.signals ?? []
  const list = useId()
  const rename = (name: string) => {
    const schema = known.find(signal => signal.name === name)?.inputSchema
    change({ name, value: schema === draft.value.schema ? draft.value : draftOf(schema) })
  }
  return (
    <>
      <Labeled
        label="Signal"
        hint={
          known.length > 0
            ? 'One that the configured workflows know, or any other.'
            : 'Its name, as the workflow waits for it.'
        }
        errors={issues.filter(({ path }) => path === 'signal').map(({ message }) => message)}
      >
        {attributes => (
          <input
            {...attributes}
            list={list}
            value={draft.name}
            autoComplete="off"
            spellcheck={false}
            onInput={event => rename(event.currentTarget.value)}
          />
        )}
      </Labeled>
      <datalist id={list}>
        {known.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <ValueInput
        label="Value"
        draft={draft.value}
        change={value => change({ ...draft, value })}
        issues={issues.filter(({ path }) => path !== 'signal')}
      />
    </>
  )
}
