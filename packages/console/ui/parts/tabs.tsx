import { useId } from 'preact/hooks'

/** A tab. */
export interface Tab<Id extends string> {
  readonly id: Id
  readonly title: string
}

/** The ids of a tab and its panel. */
export const panelId = (group: string, id: string) => `${group}-${id}`

/**
 * The tabs; the panel is drawn by the caller: `<section role="tabpanel" id={panelId(group, id)} aria-label={title}>`. Arrow keys, Home and
 * End go from tab to tab.
 */
export function Tabs<Id extends string>(props: {
  readonly label: string
  readonly group: string
  readonly tabs: readonly Tab<Id>[]
  readonly chosen: Id
  readonly choose: (id: Id) => void
}) {
  const { label, group, tabs, chosen, choose } = props
  const id = useId()
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex(tab => tab.id === chosen)
    const moves: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: tabs.length - 1,
    }
    const to = moves[event.key]
    if (to === undefined) return
    event.preventDefault()
    const next = tabs[(to + tabs.length) % tabs.length]!
    choose(next.id)
    document.getElementById(`${id}-${next.id}`)?.focus()
  }
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map(tab => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={`${id}-${tab.id}`}
          aria-selected={tab.id === chosen}
          aria-controls={tab.id === chosen ? panelId(group, tab.id) : undefined}
          tabIndex={tab.id === chosen ? 0 : -1}
          onClick={() => choose(tab.id)}
        >
          {tab.title}
        </button>
      ))}
    </div>
  )
}
