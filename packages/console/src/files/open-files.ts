import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { PayloadCoder } from '@reyield/data/internal'
import { storedHistories, type StoredHistory } from '@reyield/inspect/internal'
import type { OpenFile, RunRef } from '../api/index.ts'
import { InvalidRequestError } from '../errors.ts'
import { History } from '../runs/history.ts'

/** Histories from files. Nothing of them is sent to SWF. */
export class OpenFiles {
  readonly #histories = new Map<string, { readonly name: string; readonly history: History }>()
  readonly #coder: (workflowId: string | undefined) => PayloadCoder
  readonly #isRedacted: boolean
  #count = 0

  constructor(coder: (workflowId: string | undefined) => PayloadCoder, isRedacted: boolean) {
    this.#coder = coder
    this.#isRedacted = isRedacted
  }

  get all(): readonly OpenFile[] {
    return [...this.#histories].map(([id, { name }]) => ({ id, name }))
  }

  /**
   * Opens a file.
   *
   * @throws InvalidHistoryError (HISTORY_INVALID), and errors of the file system
   */
  open(file: string): readonly OpenFile[] {
    return this.add(basename(file), readFileSync(file, 'utf8'))
  }

  /**
   * Adds the histories of a text.
   *
   * @throws InvalidHistoryError (HISTORY_INVALID)
   */
  add(name: string, text: string): readonly OpenFile[] {
    const stored = storedHistories(text)
    const added: OpenFile[] = []
    for (const history of stored) {
      const id = String(++this.#count)
      const run = history.execution
      const named = stored.length > 1 && run !== undefined ? `${name}: ${run.workflowId}` : name
      this.#histories.set(id, { name: named, history: this.#made(history, run) })
      added.push({ id, name: named })
    }
    return added
  }

  close(id: string): void {
    this.#histories.delete(id)
  }

  /** @throws InvalidRequestError (REQUEST_INVALID) with status 404 */
  history(id: string): History {
    const found = this.#histories.get(id)
    if (found === undefined) throw new InvalidRequestError('No open file has this id', 404)
    return found.history
  }

  /** What an exploration has recorded isn't encoded, so nothing of it is secret. */
  #made(stored: StoredHistory, run: RunRef | undefined): History {
    const history = new History(run, this.#coder(run?.workflowId), this.#isRedacted && !stored.isRecorded)
    history.add(stored.events)
    return history
  }
}
