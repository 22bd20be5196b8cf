import type { RunState } from '../run-state.ts'
import type { ShownMoment } from './moment.ts'

interface Props {
  readonly state: RunState
  readonly moment: ShownMoment
  readonly hasDefinitions: boolean
}

/** Why no code is shown, and what shows it. */
export function NoCode({ state, moment, hasDefinitions }: Props) {
  const { code, type } = state.view.value
  const error = code.error ?? moment.error
  if (!hasDefinitions) {
    return (
      <div class="no-code">
        <p>
          This console knows no code. Name the modules of your workflows, and it shows the line where each
          branch waits and its variables:
        </p>
        <pre class="sample">{`// reyield.config.ts\nexport default { workflows: ['./src/workflows.ts'] }`}</pre>
        <p class="muted">Everything else on this page comes from the history alone.</p>
      </div>
    )
  }
  if (error === undefined) return <p class="empty">Nothing of its code has run yet.</p>
  const isMissing = error.code === 'DEFINITION_MISSING'
  return (
    <div class="no-code">
      <p class="error-line">
        <strong>
          {isMissing
            ? `The configured code has no workflow ${type.name}@${type.version}.`
            : 'The configured code doesn’t fit this history, so it can’t be shown where it waits.'}
        </strong>
      </p>
      <pre class="message">{error.message}</pre>
      <p class="muted">
        {error.code}
        {code.decidedBy !== undefined && `. The run was decided by build ${code.decidedBy}.`}
      </p>
      {!isMissing && (
        <button type="button" onClick={() => (state.details.value = 'decisions')}>
          Compare decisions
        </button>
      )}
    </div>
  )
}
