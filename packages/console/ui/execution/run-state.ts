import type { StepView } from '@reyield/inspect'
import { batch, computed, effect, signal, untracked } from '@preact/signals'
import type { MomentPage, RunPage } from '../../src/api/index.ts'
import { get } from '../api.ts'
import { now, setNow } from '../parts/time.tsx'
import { query, setQuery } from '../router.ts'
import { apiOf, hrefOf, type Shown } from '../routes.ts'
import { LatestLoader, type Latest } from './loading/latest.ts'
import { Lines } from './loading/lines.ts'
import { eventTimes } from './model/event-times.ts'
import { runView } from './model/run-view.ts'
import type { At } from './model/step-at.ts'

/** How many moments are kept, and how many are loaded ahead. */
const keptMoments = 400
const ahead = 4

/** Clocks that differ less aren't set. In milliseconds. */
const clockTolerance = 2000

/** The address changes when nobody has moved for so long: browsers refuse to change it many times a second. */
const addressAfter = 250

/**
 * What the page of one run knows and shows. Everything on it follows `at`, so timeline, history, code and variables show the same moment.
 */
export class RunState {
  readonly shown: Shown
  /** The run as it was loaded last. */
  readonly page
  readonly view = computed(() => runView(this.page.value.view))
  readonly times = computed(() => eventTimes(this.page.value.times))
  readonly last = computed(() => this.times.value.last)
  /** The event that was chosen; undefined at the end of the run, which it then follows. */
  readonly chosen = signal<number | undefined>(undefined)
  readonly eventId = computed(() => Math.min(this.chosen.value ?? Infinity, this.last.value))
  /** Whether the present is shown. */
  readonly isLive = computed(() => this.chosen.value === undefined || this.chosen.value >= this.last.value)
  /** The present of an open run by the clock of its SWF. That of a file is its last event, because it doesn't go on. */
  readonly present = computed(() => {
    const read = this.view.value.at.getTime()
    return 'file' in this.shown ? this.times.value.at(this.last.value) : Math.max(now.value, read)
  })
  readonly at = computed<At>(() => this.#at())
  /** Where the branches stood at that moment, when it's known. */
  readonly moment = signal<Latest<MomentPage>>({ key: 0, value: undefined, error: undefined })
  /** Whether variables and payloads were asked for, although they are hidden at first. */
  readonly revealed = signal(false)
  /** The step whose details are shown, by the id of its first event. */
  readonly step = signal<number | undefined>(undefined)
  /** What the panel of details shows. */
  readonly details = signal<'event' | 'step' | 'decisions'>('event')
  /** A line to scroll to, for instance that of a step that was chosen. */
  readonly goTo = signal<{ readonly file: string; readonly line: number } | undefined>(undefined)

  readonly lines = new Lines(() => this.api)

  readonly #loader: LatestLoader<MomentPage>
  readonly #ends: (() => void)[] = []
  #written: string | undefined

  constructor(shown: Shown, page: RunPage) {
    this.shown = shown
    this.page = signal(page)
    this.#setClock(page)
    this.#loader = new LatestLoader({
      kept: keptMoments,
      load: (at, signal) => this.#load(at, signal),
      shown: latest => (this.moment.value = latest),
      likely: (key, before) => this.#likely(key, before),
    })
  }

  /** The address of the run's parts. */
  get api(): string {
    return apiOf(this.shown)
  }

  /** Follows the address and the moment. @returns what ends it */
  start(): () => void {
    this.#ends.push(
      effect(() => this.#readAddress(query.value.get('event') ?? undefined)),
      effect(() => this.#loader.want(this.eventId.value)),
      effect(() => this.lines.show(this.eventId.value)),
      effect(() => this.#writeAddress()),
    )
    return () => {
      for (const end of this.#ends) end()
      this.#loader.stop()
    }
  }

  /** The run has been loaded again. Moments that a decision task may have changed are loaded again, too. */
  update(page: RunPage): void {
    const before = this.page.peek()
    if (before === page) return
    if (page.lastEventId !== before.lastEventId) this.lines.forget(before.lastEventId + 1)
    this.page.value = page
    this.#setClock(page)
    const task = before.view.decisionTasks.at(-1)
    const isKnown = ({ view }: RunPage) => view.branches !== undefined
    const isOther =
      before.view.code.shownWith !== page.view.code.shownWith || isKnown(before) !== isKnown(page)
    if (isOther) this.#loader.forget(0)
    else if (page.lastEventId !== before.lastEventId) this.#loader.forget(task?.scheduled.eventId ?? 0)
  }

  /** Goes to an event; to the end if it's the last one or there is none. */
  go(eventId: number | undefined): void {
    const last = this.last.peek()
    const isEnd = eventId === undefined || eventId >= last
    this.chosen.value = isEnd ? undefined : Math.max(1, Math.round(eventId))
  }

  /** Goes to an event and shows its details. */
  show(eventId: number): void {
    batch(() => {
      this.go(eventId)
      this.details.value = 'event'
    })
  }

  /** The address of this page at an event. */
  hrefOf(eventId: number): string {
    return hrefOf(this.shown, eventId)
  }

  /** Shows a step: its details, its row and its line. The moment stays. */
  choose(step: Pick<StepView, 'requested' | 'lines'>): void {
    batch(() => {
      this.step.value = step.requested.eventId
      this.details.value = 'step'
      const [line] = step.lines ?? []
      if (line !== undefined) this.goTo.value = { file: line.file, line: line.line }
    })
  }

  /** Shows what is hidden at first. */
  reveal(): void {
    this.revealed.value = true
    this.#loader.forget(0)
  }

  /** The code may be another one: moments are loaded again. */
  codeChanged(): void {
    this.#loader.forget(0)
  }

  /** Loads the moment again, because it couldn't be loaded. */
  again(): void {
    this.#loader.want(this.eventId.peek())
  }

  /** The server has said what time it is for an open run: a local SWF's clock may be far from this computer's. */
  #setClock({ view }: RunPage): void {
    const time = Date.parse(view.at)
    const isNow = view.closed === undefined && !('file' in this.shown)
    if (isNow && Math.abs(now.peek() - time) > clockTolerance) setNow(time)
  }

  #at(): At {
    const { closed } = this.view.value
    const eventId = this.eventId.value
    const isOver = closed !== undefined && eventId >= closed.eventId
    const ofEvent = this.times.value.at(eventId)
    if (!this.isLive.value || isOver) return { eventId, now: ofEvent, closed: isOver }
    return { eventId, now: Math.max(this.present.value, ofEvent), closed: false }
  }

  /** A moment. Without code nobody is asked: none of them has branches. */
  #load(at: number, signal: AbortSignal): Promise<MomentPage> {
    const { branches, code } = this.view.peek()
    const isMissing = code.error === undefined || code.error.code === 'DEFINITION_MISSING'
    if (branches === undefined && isMissing) {
      const error = code.error ?? { code: 'DEFINITION_MISSING', message: 'No workflows are configured' }
      return Promise.resolve({
        moment: { eventId: at, branches: [], unread: [], decisions: [] },
        redacted: false,
        error,
      })
    }
    return get<MomentPage>(`${this.api}/moment`, { at, reveal: this.revealed.peek() ? 1 : undefined }, signal)
  }

  #likely(key: number, before: number | undefined): readonly number[] {
    if (this.moment.peek().value?.error !== undefined) return [] // others will be the same
    const last = this.last.peek()
    const step = before !== undefined && before > key ? -1 : 1
    const forward = Array.from({ length: ahead }, (_, index) => key + step * (index + 1))
    return [...forward, key - step].filter(id => id >= 1 && id <= last)
  }

  #readAddress(text: string | undefined): void {
    if (text === this.#written) return
    this.#written = text
    const eventId = Number(text)
    untracked(() =>
      this.go(text !== undefined && Number.isInteger(eventId) && eventId >= 1 ? eventId : undefined),
    )
  }

  #writeAddress(): () => void {
    const { value } = this.chosen
    const text = value === undefined ? undefined : String(value)
    const timer = setTimeout(() => {
      if (text === this.#written) return
      this.#written = text
      setQuery({ event: text })
    }, addressAfter)
    return () => clearTimeout(timer)
  }
}
