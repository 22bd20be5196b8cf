import type { ExecutionView } from '@reyield/inspect'
import type { RunRef, Wire } from '../../src/api/index.ts'

/** The buttons of what can be done with a run. `view`: what is known of it; a closed run can only be run again. */
export function Actions(_: { readonly run: RunRef; readonly view?: Wire<ExecutionView> }) {
  return <div class="actions" />
}
