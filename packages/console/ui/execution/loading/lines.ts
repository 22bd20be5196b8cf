import { signal } from '@preact/signals'
import type { LinesPage } from '../../../src/api/index.ts'
import { get } from '../../api.ts'
import { Parts } from './parts.ts'

type Line = LinesPage['lines'][number]

const partSize = 200
const keptParts = 60

/** The lines of a history, of which the parts that are looked at are loaded. */
export class Lines {
  /** Changes when more lines are there, so that what reads lines is drawn again. */
  readonly #version = signal(0)
  readonly #parts: Parts<Line>
  /** Events whose lines are drawn, and by how many rows. A request for a part that none of them needs any longer is ended. */
  readonly #shown = new Map<number, number>()
  #isAsking = false

  constructor(api: () => string) {
    this.#parts = new Parts({
      size: partSize,
      kept: keptParts,
      load: async (from, limit, abort) =>
        (await get<LinesPage>(`${api()}/lines`, { from: from + 1, limit }, abort)).lines,
      changed: () => this.#version.value++,
    })
  }

  /** The line of an event, if it's there. */
  line(eventId: number): Line | undefined {
    void this.#version.value
    return this.#parts.get(eventId - 1)
  }

  /** The line of an event is drawn, so it's loaded. @returns what says that it's no longer drawn */
  show(eventId: number): () => void {
    this.#shown.set(eventId, (this.#shown.get(eventId) ?? 0) + 1)
    this.#ask()
    return () => {
      const count = this.#shown.get(eventId)! - 1
      if (count === 0) this.#shown.delete(eventId)
      else this.#shown.set(eventId, count)
    }
  }

  /** Forgets lines from an event on, because there are more now. */
  forget(from: number): void {
    this.#parts.forget(from - 1)
    this.#ask()
  }

  /** Asks once for all rows that are drawn together. */
  #ask(): void {
    if (this.#isAsking) return
    this.#isAsking = true
    queueMicrotask(() => {
      this.#isAsking = false
      this.#parts.need([...this.#shown.keys()].map(eventId => eventId - 1))
    })
  }
}
