import { useState } from 'preact/hooks'
import type { RunRef } from '../../src/api/index.ts'
import { ActionDialog } from './action-dialog.tsx'
import { Labeled } from './schema/schema-form.tsx'

/** How a termination is done. */
export interface TerminateDraft {
  readonly reason: string
  readonly childPolicy: string
}

/** A draft as the server wants it. */
export const terminationOf = ({ reason, childPolicy }: TerminateDraft) => ({
  ...(reason.trim() !== '' && { reason: reason.trim() }),
  ...(childPolicy !== '' && { childPolicy }),
})

/** The reason, and what happens to children. */
export function TerminateFields({
  draft,
  change,
}: {
  readonly draft: TerminateDraft
  readonly change: (draft: TerminateDraft) => void
}) {
  return (
    <>
      <Labeled label="Reason" hint="It’s recorded in the history.">
        {attributes => (
          <input
            {...attributes}
            value={draft.reason}
            onInput={event => change({ ...draft, reason: event.currentTarget.value })}
          />
        )}
      </Labeled>
      <Labeled label="Open children">
        {attributes => (
          <select
            {...attributes}
            value={draft.childPolicy}
            onChange={event => change({ ...draft, childPolicy: event.currentTarget.value })}
          >
            <option value="">as they were started: their child policy</option>
            <option value="TERMINATE">are terminated too</option>
            <option value="REQUEST_CANCEL">are asked to cancel themselves</option>
            <option value="ABANDON">go on</option>
          </select>
        )}
      </Labeled>
    </>
  )
}

/** Ends a run. */
export function TerminateDialog({ run, close }: { readonly run: RunRef; readonly close: () => void }) {
  const [draft, setDraft] = useState<TerminateDraft>({ reason: '', childPolicy: '' })
  return (
    <ActionDialog
      title={`Terminate ${run.workflowId}`}
      verb="Terminate"
      action={{ kind: 'terminate', ...run, ...terminationOf(draft) }}
      close={close}
    >
      <TerminateFields draft={draft} change={setDraft} />
    </ActionDialog>
  )
}
