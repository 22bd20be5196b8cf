import { computed, effect, signal } from '@preact/signals'
import type { StepView } from '@reyield/inspect'
import type { RunPage, RunRef } from '../../../src/api/index.ts'
import { get, messageOf } from '../../api.ts'
import { apiOf } from '../../routes.ts'
import { isAbout } from '../follow.ts'
import { busyStretches, wholeStretch } from '../model/busy.ts'
import { eventTimes, type EventTimes } from '../model/event-times.ts'
import { runView, type RunView } from '../model/run-view.ts'
import type { At } from '../model/step-at.ts'
import { timeScale } from '../model/time-scale.ts'
import { timelineRows, type ChildRun } from '../model/timeline-rows.ts'
import { showing, whole, type Zoom } from '../model/zoom.ts'
import type { RunState } from '../run-state.ts'

/** One of the runs of a timeline at the moment: the run of the page, or that of a child. */
export interface RunAt {
  readonly view: RunView
  readonly times: EventTimes
  readonly at: At
  /** For links to a child's page; undefined for the run of the page. */
  readonly child: RunRef | undefined
}

interface LoadedChild {
  readonly ref: RunRef
  readonly view: RunView
  readonly times: EventTimes
}

/** What the timeline shows, and how. */
export class TimelineState {
  readonly run: RunState
  readonly collapse = signal(true)
  readonly zoom = signal<Zoom>(whole)
  readonly closed = signal<ReadonlySet<string>>(new Set())
  readonly opened = signal<ReadonlySet<string>>(new Set())
  readonly #children = signal<ReadonlyMap<string, ChildRun | LoadedChild>>(new Map())
  readonly rows = computed(() =>
    timelineRows(this.run.view.value, {
      closed: this.closed.value,
      opened: this.opened.value,
      children: this.#children.value,
    }),
  )
  /** The row of each step of the page's run, by the id of its first event. */
  readonly rowOf = computed(() => {
    const found = new Map<number, number>()
    for (const [index, row] of this.rows.value.entries())
      if (row.row === 'step' && row.run === '') found.set(row.step.requested.eventId, index)
    return found
  })
  readonly scale = computed(() => {
    const view = this.run.view.value
    const present = this.run.present.value
    return timeScale(wholeStretch(view, present), busyStretches(view, present), this.collapse.value)
  })
  /** Where the moment is on the axis. */
  readonly cursor = computed(() => this.scale.value.x(this.run.at.value.now))

  constructor(run: RunState) {
    this.run = run
  }

  /** Keeps the moment in view. @returns what ends it */
  start(): () => void {
    return effect(() => {
      const { value } = this.cursor
      this.zoom.value = showing(this.zoom.peek(), value)
    })
  }

  /** A run of the timeline at the moment. `key`: that of a row. */
  runAt(key: string): RunAt | undefined {
    const { view, times, at } = this.run
    if (key === '') return { view: view.value, times: times.value, at: at.value, child: undefined }
    const child = this.#children.value.get(key.slice(0, -1))
    if (child === undefined || child === 'loading' || !('times' in child)) return undefined
    const { now: present } = at.value
    const eventId = this.run.isLive.value ? child.times.last : child.times.lastBefore(present)
    const end = child.view.closed
    const isOver = end !== undefined && end.eventId <= eventId
    return {
      view: child.view,
      times: child.times,
      at: { eventId: present < child.times.at(1) ? 0 : eventId, now: present, closed: isOver },
      child: child.ref,
    }
  }

  /** Opens or closes a row that has others below it. */
  toggle(key: string, isOpen: boolean, kind: 'group' | 'signals' | 'child', step?: StepView): void {
    const set = kind === 'group' ? this.closed : this.opened
    const next = new Set(set.value)
    if (isOpen === (kind === 'group')) next.add(key)
    else next.delete(key)
    set.value = next
    const { workflowId, runId } = step?.execution ?? {}
    if (kind === 'child' && !isOpen && workflowId !== undefined && runId !== undefined)
      void this.#load(key, { workflowId, runId })
  }

  /** Loads children that are open and have changed. */
  changed(changed: readonly RunRef[] | undefined): void {
    for (const [key, child] of this.#children.peek()) {
      if (child !== 'loading' && 'ref' in child && isAbout(child.ref, changed) && this.opened.peek().has(key))
        void this.#load(key, child.ref)
    }
  }

  async #load(key: string, ref: RunRef): Promise<void> {
    const set = (child: ChildRun | LoadedChild) =>
      (this.#children.value = new Map(this.#children.peek()).set(key, child))
    try {
      const page = await get<RunPage>(apiOf(ref))
      set({ ref, view: runView(page.view), times: eventTimes(page.times) })
    } catch (error) {
      set({ problem: messageOf(error) })
    }
  }
}
