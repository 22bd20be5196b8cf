import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Action, ActionDone, ActionPreview } from '../../src/api/index.ts'
import { post, RequestError, messageOf } from '../api.ts'
import { Dialog } from '../parts/dialog.tsx'
import { toast } from '../parts/toast.tsx'
import { hrefOf } from '../routes.ts'
import { whyReadOnly } from '../session.ts'
import type { EntryIssue } from './schema/entry.ts'

/** What a dialog that does something needs. */
export interface ActionDialogProps {
  readonly title: string
  /** On the button: `Send the signal`. */
  readonly verb: string
  /** What would be done; undefined while fields are missing. */
  readonly action: Action | undefined
  /** What is missing, for people who press the button all the same. */
  readonly missing?: string
  /** Called with what the server says of the fields. */
  readonly onIssues?: (issues: readonly EntryIssue[]) => void
  /** Called when the button is pressed while fields are missing. */
  readonly onMissing?: () => void
  readonly children?: ComponentChildren
  readonly close: () => void
  readonly onDone?: (done: ActionDone) => void
}

/** How long after a change the preview is asked for, in milliseconds. */
const patience = 300

/** Shows what an action will do, and does it when its button is pressed. */
export function ActionDialog(props: ActionDialogProps) {
  const { title, verb, action, missing, onIssues, onMissing, children, close, onDone } = props
  const [preview, setPreview] = useState<ActionPreview | undefined>(undefined)
  const [error, setError] = useState<string | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)
  const key = JSON.stringify(action)
  const shown = useRef<string | undefined>(undefined)

  const fail = (thrown: unknown) => {
    const issues = thrown instanceof RequestError ? thrown.issues : []
    onIssues?.(issues)
    setError(
      issues.length > 0 && onIssues !== undefined
        ? 'The schema refuses what is marked above.'
        : messageOf(thrown),
    )
  }
  useEffect(() => {
    shown.current = undefined
    setError(undefined)
    onIssues?.([])
    if (action === undefined) return setPreview(undefined)
    let isOld = false
    const ask = () =>
      post<ActionPreview>('/api/actions/preview', action).then(
        found => {
          if (isOld) return
          shown.current = key
          setPreview(found)
        },
        (thrown: unknown) => {
          if (isOld) return
          setPreview(undefined)
          fail(thrown)
        },
      )
    const timer = setTimeout(() => void ask(), preview === undefined && children === undefined ? 0 : patience)
    return () => {
      isOld = true
      clearTimeout(timer)
    }
  }, [key])

  const submit = async () => {
    if (action === undefined) {
      onMissing?.()
      setError(missing ?? 'Fill in what is marked above.')
      return
    }
    if (isBusy || shown.current !== key) return // what will happen isn't shown yet
    setBusy(true)
    try {
      const done = await post<ActionDone>('/api/actions', action)
      toast(done.done, done.run === undefined ? {} : { link: { href: hrefOf(done.run), text: 'Show it' } })
      close()
      onDone?.(done)
    } catch (thrown) {
      fail(thrown)
      setBusy(false)
    }
  }
  const isReady = action === undefined || shown.current === key
  const why = whyReadOnly.value
  return (
    <Dialog title={title} onClose={close} onSubmit={() => void submit()}>
      {children}
      <div class="will" role="status">
        <h3>What will happen</h3>
        {preview === undefined || action === undefined ? (
          <p class="muted">
            {action === undefined
              ? (missing ?? 'Fill in the fields to see it.')
              : error === undefined
                ? 'Asking the server…'
                : '—'}
          </p>
        ) : (
          <ul class={isReady ? '' : 'muted'}>
            {preview.will.map(sentence => (
              <li key={sentence} class="wrap">
                {sentence}
              </li>
            ))}
          </ul>
        )}
      </div>
      {error !== undefined && (
        <p class="error-line" role="alert">
          {error}
        </p>
      )}
      {why !== undefined && <p class="error-line">{why}</p>}
      <footer>
        <button type="button" onClick={close}>
          Cancel
        </button>
        <button
          type="submit"
          class={preview?.isFinal === true ? 'final' : 'primary'}
          aria-disabled={
            why !== undefined || isBusy || !isReady || (action !== undefined && preview === undefined)
          }
        >
          {isBusy ? 'Working…' : verb}
        </button>
      </footer>
    </Dialog>
  )
}
