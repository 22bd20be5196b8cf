import { Code } from './code/code.tsx'
import { Details } from './details/details.tsx'
import { History } from './history/history.tsx'
import type { RunState } from './run-state.ts'
import { Scrubber } from './scrubber/scrubber.tsx'
import { Timeline } from './timeline/timeline.tsx'

/** The moment, and all that is shown of it. */
export const Workspace = ({ state }: { readonly state: RunState }) => (
  <>
    <Scrubber state={state} />
    <div class="workspace">
      <div class="column">
        <Timeline state={state} />
        <History state={state} />
      </div>
      <div class="column">
        <Code state={state} />
        <Details state={state} />
      </div>
    </div>
  </>
)
