import { useState } from 'preact/hooks'
import { whyReadOnly } from '../session.ts'
import { StartDialog } from './start-dialog.tsx'

/** Opens the dialog that starts an execution. */
export function StartButton() {
  const [isOpen, setOpen] = useState(false)
  const why = whyReadOnly.value
  return (
    <div>
      <button
        type="button"
        class="primary"
        aria-disabled={why !== undefined}
        title={why}
        onClick={() => why === undefined && setOpen(true)}
      >
        Start an execution…
      </button>
      {isOpen && <StartDialog close={() => setOpen(false)} />}
    </div>
  )
}
