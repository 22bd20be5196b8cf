import type { ExecutionView } from '@reyield/inspect'
import { useState } from 'preact/hooks'
import type { RunRef, Wire } from '../../src/api/index.ts'
import { navigate } from '../router.ts'
import { hrefOf } from '../routes.ts'
import { session, whyReadOnly } from '../session.ts'
import { ActionDialog } from './action-dialog.tsx'
import { SignalDialog } from './signal-dialog.tsx'
import { TerminateDialog } from './terminate-dialog.tsx'

type Open = 'signal' | 'request-cancel' | 'terminate' | 'nudge' | 'rerun'

const buttons: readonly {
  readonly open: Open
  readonly text: string
  readonly title: string
  readonly forClosed?: boolean
}[] = [
  { open: 'signal', text: 'Signal…', title: 'Send a signal to the workflow' },
  {
    open: 'nudge',
    text: 'Nudge…',
    title: 'Have a decider look at it now, for instance after a fix of a held execution',
  },
  { open: 'request-cancel', text: 'Request cancel…', title: 'Ask the workflow to cancel itself' },
  { open: 'terminate', text: 'Terminate…', title: 'End it at once, without asking the workflow' },
  { open: 'rerun', text: 'Run again…', title: 'Start it again with the same input', forClosed: true },
]

/**
 * The buttons of what can be done with a run. `view`: what is known of it; a closed run can only be run again. In a console that can't change
 * anything there are none.
 */
export function Actions({ run, view }: { readonly run: RunRef; readonly view?: Wire<ExecutionView> }) {
  const [open, setOpen] = useState<Open | undefined>(undefined)
  const why = whyReadOnly.value
  if (session.value === undefined || session.value.readOnly) return null
  const isClosed = view !== undefined && view.state !== 'open'
  const close = () => setOpen(undefined)
  return (
    <div class="actions" role="group" aria-label="What can be done">
      {buttons.map(button =>
        isClosed && button.forClosed !== true ? null : (
          <button
            key={button.open}
            type="button"
            title={why ?? button.title}
            aria-disabled={why !== undefined}
            onClick={() => why === undefined && setOpen(button.open)}
          >
            {button.text}
          </button>
        ),
      )}
      {open === 'signal' && <SignalDialog run={run} close={close} />}
      {open === 'terminate' && <TerminateDialog run={run} close={close} />}
      {open === 'request-cancel' && (
        <ActionDialog
          title={`Request cancel of ${run.workflowId}`}
          verb="Request cancel"
          action={{ kind: 'request-cancel', ...run }}
          close={close}
        />
      )}
      {open === 'nudge' && (
        <ActionDialog
          title={`Nudge ${run.workflowId}`}
          verb="Nudge"
          action={{ kind: 'nudge', ...run }}
          close={close}
        />
      )}
      {open === 'rerun' && (
        <ActionDialog
          title={`Run ${run.workflowId} again`}
          verb="Run again"
          action={{ kind: 'rerun', ...run }}
          close={close}
          onDone={done => done.run !== undefined && navigate(hrefOf(done.run))}
        />
      )}
    </div>
  )
}
