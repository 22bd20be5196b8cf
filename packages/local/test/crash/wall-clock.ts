import { mkdtempSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const preload = new URL('shifted-clock.js', import.meta.url).href

/** The wall clock of a server process, which a test can set. */
export class WallClock {
  readonly #file = join(mkdtempSync(join(tmpdir(), 'swf-clock-')), 'shift')
  #shift = 0

  constructor() {
    this.step(0)
  }

  /** The environment with which a server process uses this clock. */
  get environment(): Readonly<Record<string, string>> {
    return { NODE_OPTIONS: `--import ${preload}`, SWF_LOCAL_CLOCK_SHIFT: this.#file }
  }

  /** Sets the clock forward or back by this number of milliseconds. */
  step(by: number): void {
    this.#shift += by
    writeFileSync(`${this.#file}-new`, String(this.#shift))
    renameSync(`${this.#file}-new`, this.#file)
  }
}
