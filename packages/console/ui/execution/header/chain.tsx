import { State } from '../../parts/state.tsx'
import { hrefOf } from '../../routes.ts'
import type { RunState } from '../run-state.ts'

/** How many runs of a long chain are links at each side of the shown one. */
const beside = 3

/** The runs that continue each other as new, if there are several. */
export function Chain({ state }: { readonly state: RunState }) {
  const { chain, run } = state.page.value
  if (chain.length < 2) return null
  const at = chain.findIndex(({ runId }) => runId === run.runId)
  const isNear = (index: number) =>
    Math.abs(index - at) <= beside || index === 0 || index === chain.length - 1
  return (
    <nav class="chain" aria-label="Runs of this execution">
      <span class="muted">
        Run {at + 1} of {chain.length}
      </span>
      <ol>
        {chain.map((one, index) =>
          isNear(index) ? (
            <li key={one.runId}>
              <a
                href={hrefOf(one)}
                aria-current={index === at ? 'page' : undefined}
                title={`Run ${one.runId}`}
              >
                <State state={one.state}>
                  {index + 1}
                  <span class="unseen"> {one.state}</span>
                </State>
              </a>
            </li>
          ) : isNear(index - 1) ? (
            <li key={one.runId} class="muted">
              …
            </li>
          ) : null,
        )}
      </ol>
    </nav>
  )
}
