import { session } from '../../session.ts'
import { filesOf } from '../model/code-marks.ts'
import type { RunState } from '../run-state.ts'
import { Branches } from './branches.tsx'
import { useMoment } from './moment.ts'
import { NoCode } from './no-code.tsx'
import { Source } from './source.tsx'

/** The source code with the lines where each branch stood at the moment, and its variables. */
export function Code({ state }: { readonly state: RunState }) {
  const moment = useMoment(state)
  const { steps } = state.view.value
  const branches = moment.branches ?? state.view.value.branches ?? []
  const files = filesOf(steps, branches)
  const { code } = state.view.value
  const hasCode = files.length > 0
  return (
    <section
      class={`panel pane code ${moment.isLate ? 'is-late' : ''}`}
      aria-label="Code"
      aria-busy={moment.isLate}
    >
      <header>
        <h2>Code</h2>
        {code.shownWith !== undefined && <span class="muted small clip">build {code.shownWith}</span>}
      </header>
      {hasCode ? (
        <Source state={state} files={files} branches={moment.branches} />
      ) : (
        <NoCode state={state} moment={moment} hasDefinitions={session.value?.hasCode === true} />
      )}
      <Branches state={state} moment={moment} hasCode={hasCode} />
    </section>
  )
}
