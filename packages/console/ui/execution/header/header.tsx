import { Actions } from '../../actions/actions.tsx'
import { Copy } from '../../parts/copy.tsx'
import { State } from '../../parts/state.tsx'
import type { RunState } from '../run-state.ts'
import { Chain } from './chain.tsx'
import { Facts } from './facts.tsx'
import { Outlook } from './outlook.tsx'
import { Values } from './values.tsx'

/** What the run is, how it stands, what it needs, and what can be done with it. */
export function Header({ state, name }: { readonly state: RunState; readonly name: string }) {
  const { page, view, shown } = state
  const { type } = view.value
  return (
    <header class="run-head">
      <div class="run-title">
        <State state={view.value.state} />
        <h1 tabIndex={-1} class="wrap">
          {name}
        </h1>
        <Copy text={name} what="the workflow id" />
        <span class="muted wrap">
          {type.name}@{type.version}
        </span>
        {'file' in shown ? (
          <span class="tag">from a file</span>
        ) : (
          <Actions run={page.value.run} view={page.value.view} />
        )}
      </div>
      <Chain state={state} />
      <Facts state={state} />
      <Outlook state={state} />
      <Values state={state} />
    </header>
  )
}
