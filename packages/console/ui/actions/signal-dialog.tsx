import { useState } from 'preact/hooks'
import type { RunRef } from '../../src/api/index.ts'
import { session } from '../session.ts'
import { ActionDialog } from './action-dialog.tsx'
import type { EntryIssue } from './schema/entry.ts'
import { SignalFields, type SignalDraft, signalOf, firstSignal } from './signal-fields.tsx'

/** Sends a signal to a run. */
export function SignalDialog({ run, close }: { readonly run: RunRef; readonly close: () => void }) {
  const [draft, setDraft] = useState<SignalDraft>(() => firstSignal(session.value?.signals ?? []))
  const [issues, setIssues] = useState<readonly EntryIssue[]>([])
  const sent = signalOf(draft)
  return (
    <ActionDialog
      title={`Signal ${run.workflowId}`}
      verb="Send the signal"
      action={'issues' in sent ? undefined : { kind: 'signal', ...run, ...sent }}
      {...('issues' in sent && { onMissing: () => setIssues(sent.issues) })}
      onIssues={setIssues}
      close={close}
    >
      <SignalFields draft={draft} change={setDraft} issues={issues} />
    </ActionDialog>
  )
}
