import { panelId, Tabs } from '../../parts/tabs.tsx'
import type { RunState } from '../run-state.ts'
import { Decisions } from './decisions.tsx'
import { EventDetails } from './event-details.tsx'
import { StepDetails } from './step-details.tsx'

const tabs = [
  { id: 'event', title: 'Event' },
  { id: 'step', title: 'Step' },
  { id: 'decisions', title: 'Decisions' },
] as const

/** Details of the moment's event, of the chosen step, and of the moment's decision task. */
export function Details({ state }: { readonly state: RunState }) {
  const chosen = state.details.value
  return (
    <section class="panel pane details" aria-label="Details">
      <Tabs
        label="Details"
        group="details"
        tabs={tabs}
        chosen={chosen}
        choose={id => (state.details.value = id)}
      />
      <section
        role="tabpanel"
        class="pane-body"
        id={panelId('details', chosen)}
        aria-label={tabs.find(({ id }) => id === chosen)!.title}
        tabIndex={0}
      >
        {chosen === 'event' && <EventDetails state={state} />}
        {chosen === 'step' && <StepDetails state={state} />}
        {chosen === 'decisions' && <Decisions state={state} />}
      </section>
    </section>
  )
}
