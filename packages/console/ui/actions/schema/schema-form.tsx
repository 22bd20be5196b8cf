import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { type Entry, type EntryIssue, initialEntry } from './entry.ts'
import type { Field } from './field.ts'

/** The fields of a value. */
export interface SchemaFormProps {
  readonly field: Field
  readonly entry: Entry
  readonly change: (entry: Entry) => void
  /** What the fields together are called. */
  readonly label: string
  readonly issues: readonly EntryIssue[]
  readonly path?: string
  /** What an empty field means, if it may be empty. */
  readonly ifEmpty?: string
}

const isEmpty = (entry: Entry) =>
  (entry?.is === 'text' && entry.text === '') || (entry?.is === 'choice' && entry.index === undefined)

/** Fields for what a schema describes. An error is shown at its field, or at the nearest that contains it. */
export function SchemaForm({ field, entry, change, label, issues, path = '$', ifEmpty }: SchemaFormProps) {
  const mine = issues.filter(issue => issue.path === path).map(({ message }) => message)
  const about = [field.title, field.description].filter(Boolean).join(': ')
  const hint = [about, ifEmpty === undefined ? '' : `Empty: ${ifEmpty}.`]
    .filter(Boolean)
    .join('. ')
    .replaceAll('..', '.')
  const shared = { label, hint, errors: mine }
  if (entry === undefined) return null
  switch (entry.is) {
    case 'boolean':
      return (
        <Labeled {...shared}>
          {attributes => (
            <input
              {...attributes}
              type="checkbox"
              checked={entry.value}
              onChange={event => change({ is: 'boolean', value: event.currentTarget.checked })}
            />
          )}
        </Labeled>
      )
    case 'choice':
      return (
        <Labeled {...shared}>
          {attributes => (
            <select
              {...attributes}
              value={entry.index ?? ''}
              onChange={event => {
                const { value } = event.currentTarget
                change({ is: 'choice', index: value === '' ? undefined : Number(value) })
              }}
            >
              {(entry.index === undefined || ifEmpty !== undefined) && (
                <option value="">{ifEmpty ?? 'choose…'}</option>
              )}
              {(field.is === 'choice' ? field.values : []).map((value, index) => (
                <option key={index} value={index}>
                  {typeof value === 'string' ? value : JSON.stringify(value)}
                </option>
              ))}
            </select>
          )}
        </Labeled>
      )
    case 'list':
      return <ListField {...{ field, entry, change, label, issues, path, hint, errors: mine }} />
    case 'object':
      return <ObjectField {...{ field, entry, change, label, issues, path, hint, errors: mine }} />
    case 'text':
      if (field.is !== 'text' && field.is !== 'number' && field.is !== 'json') return null
      return (
        <Labeled {...shared}>
          {attributes => (
            <TextInput
              field={field}
              text={entry.text}
              attributes={attributes}
              change={text => change({ is: 'text', text })}
            />
          )}
        </Labeled>
      )
  }
}

function TextInput(props: {
  readonly field: Field & { is: 'text' | 'number' | 'json' }
  readonly text: string
  readonly attributes: InputAttributes
  readonly change: (text: string) => void
}) {
  const { field, text, attributes, change } = props
  if (field.is === 'json' || (field.is === 'text' && field.isLong)) {
    return (
      <textarea
        {...attributes}
        rows={3}
        class={field.is === 'json' ? 'mono' : undefined}
        placeholder={field.is === 'json' ? 'JSON5' : undefined}
        spellcheck={field.is !== 'json'}
        value={text}
        onInput={event => change(event.currentTarget.value)}
      />
    )
  }
  const shared = { ...attributes, autoComplete: 'off', value: text }
  const onInput = (event: { readonly currentTarget: HTMLInputElement }) => change(event.currentTarget.value)
  if (field.is === 'number') {
    return (
      <input
        {...shared}
        type="text"
        inputMode={field.isInteger ? 'numeric' : 'decimal'}
        placeholder={rangeText(field)}
        onInput={onInput}
      />
    )
  }
  if (field.type === 'datetime-local')
    return <input {...shared} type="datetime-local" step="1" onInput={onInput} />
  // the types of Preact know one kind of input at a time
  const { type } = field as { readonly type: 'text' }
  return <input {...shared} type={type} onInput={onInput} />
}

function rangeText({ isInteger, least, most }: Field & { is: 'number' }): string {
  const what = isInteger ? 'a whole number' : 'a number'
  // schemas of integers often name the largest integers that JavaScript has, which helps nobody
  const from = least !== undefined && least > Number.MIN_SAFE_INTEGER ? ` from ${least}` : ''
  const to = most !== undefined && most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : ''
  return from + to === '' ? '' : what + from + to
}

type GroupProps<Kind extends 'list' | 'object'> = SchemaFormProps & {
  readonly entry: Entry & { is: Kind }
  readonly path: string
  readonly hint: string
  readonly errors: readonly string[]
}

function ListField({ field, entry, change, label, issues, path, hint, errors }: GroupProps<'list'>) {
  if (field.is !== 'list') return null
  const { item } = field
  const set = (items: readonly Entry[]) => change({ is: 'list', items })
  return (
    <Group label={label} hint={hint} errors={errors}>
      {entry.items.map((one, index) => (
        <div key={index} class="item">
          <SchemaForm
            field={item}
            entry={one}
            label={`${label} ${index + 1}`}
            issues={issues}
            path={`${path}[${index}]`}
            change={changed => set(entry.items.with(index, changed))}
          />
          <button type="button" class="plain" onClick={() => set(entry.items.toSpliced(index, 1))}>
            Remove<span class="unseen">{` ${label} ${index + 1}`}</span>
          </button>
        </div>
      ))}
      <button type="button" class="plain add" onClick={() => set([...entry.items, initialEntry(item)])}>
        Add<span class="unseen">{` to ${label}`}</span>
      </button>
    </Group>
  )
}

function ObjectField({ field, entry, change, label, issues, path, hint, errors }: GroupProps<'object'>) {
  if (field.is !== 'object') return null
  const isRoot = path === '$'
  const members = field.members.map(({ name, field: member, isRequired }) => {
    const given = entry.members[name]
    const set = (changed: Entry) => change({ is: 'object', members: { ...entry.members, [name]: changed } })
    const shared = { field: member, issues, path: `${path}.${name}` }
    if (isRequired && !member.isNullable) {
      return <SchemaForm key={name} {...shared} entry={given} label={name} change={set} />
    }
    const left = isRequired ? 'null' : 'left out'
    if (member.is === 'text' || member.is === 'number' || member.is === 'choice') {
      const entry =
        given ?? (member.is === 'choice' ? { is: 'choice', index: undefined } : { is: 'text', text: '' })
      return (
        <SchemaForm
          key={name}
          {...shared}
          entry={entry}
          label={name}
          ifEmpty={left}
          change={changed => set(isEmpty(changed) ? undefined : changed)}
        />
      )
    }
    return (
      <div key={name} class="member">
        <label class="give muted">
          <input
            type="checkbox"
            checked={given !== undefined}
            onChange={event => set(event.currentTarget.checked ? initialEntry(member) : undefined)}
          />
          {given === undefined ? `${name}: ${left}` : `with ${name}`}
        </label>
        <SchemaForm {...shared} entry={given} label={name} change={set} />
      </div>
    )
  })
  return (
    <Group label={label} hint={hint} errors={errors} isRoot={isRoot}>
      {members}
    </Group>
  )
}

function Group(props: {
  readonly label: string
  readonly hint: string
  readonly errors: readonly string[]
  readonly isRoot?: boolean
  readonly children: ComponentChildren
}) {
  const { label, hint, errors, isRoot = false, children } = props
  const id = useId()
  return (
    <fieldset class={isRoot ? 'group root' : 'group'} aria-describedby={hint === '' ? undefined : id}>
      <legend>{label}</legend>
      {hint !== '' && (
        <p id={id} class="muted small">
          {hint}
        </p>
      )}
      <Errors errors={errors} />
      {children}
    </fieldset>
  )
}

interface InputAttributes {
  readonly id: string
  readonly 'aria-describedby': string
  readonly 'aria-invalid': boolean
}

/** A label, what the schema says, and what is wrong, tied to an input. */
export function Labeled(props: {
  readonly label: string
  readonly hint?: string
  readonly errors?: readonly string[]
  readonly children: (attributes: InputAttributes) => ComponentChildren
}) {
  const { label, hint = '', errors = [], children } = props
  const id = useId()
  return (
    <div class="labeled">
      <label for={id}>{label}</label>
      {children({ id, 'aria-describedby': `${id}-hint`, 'aria-invalid': errors.length > 0 })}
      <div id={`${id}-hint`}>
        {hint !== '' && <p class="muted small">{hint}</p>}
        <Errors errors={errors} />
      </div>
    </div>
  )
}

const Errors = ({ errors }: { readonly errors: readonly string[] }) => (
  <>
    {errors.map(error => (
      <p key={error} class="error-line small">
        {error}
      </p>
    ))}
  </>
)
