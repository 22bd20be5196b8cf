import { timeOf } from '@reyield/workflow/internal'
import { milliseconds } from '@reyield/workflow'
import { UsageError } from '../errors/usage.ts'

/** The arguments and options of a command line. Its methods check the values of options. */
export class Given {
  /** The arguments in their order. A repeated last argument continues the list. */
  readonly arguments: readonly string[]
  readonly #options: Readonly<Record<string, unknown>>
  readonly #label: (name: string) => string

  /** `label` is what messages call an option. Default: `--NAME`. */
  constructor(
    given: readonly unknown[],
    options: Readonly<Record<string, unknown>>,
    label = (name: string) => `--${name}`,
  ) {
    this.arguments = given.flat().filter(each => typeof each === 'string')
    this.#options = options
    this.#label = label
  }

  /** A required argument by its position, which commander has checked to be there. */
  argument(position: number): string {
    return this.arguments[position]!
  }

  flag(name: string): boolean {
    return this.#options[camelCase(name)] === true
  }

  text(name: string): string | undefined {
    const value = this.#options[camelCase(name)]
    return typeof value === 'string' ? value : undefined
  }

  /** The values of a repeated option. One that can be given once has one value. */
  list(name: string): readonly string[] {
    const value = this.#options[camelCase(name)]
    return Array.isArray(value) ? (value as string[]) : typeof value === 'string' ? [value] : []
  }

  /** @throws UsageError */
  whole(name: string, least: number, most: number): number | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN
    if (number >= least && number <= most) return number
    throw new UsageError(
      `${this.#label(name)} is '${value}': expected a whole number from ${least} to ${most}`,
    )
  }

  /**
   * A length of time in milliseconds: `90s`, `2h`, `7d`.
   *
   * @throws UsageError
   */
  duration(name: string): number | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    try {
      return milliseconds(value, `--${name}`)
    } catch {
      throw new UsageError(
        `${this.#label(name)} is '${value}': expected a length of time such as 90s, 5m, 2h or 7d`,
      )
    }
  }

  /**
   * A time: that long ago (`2h`), or a date (`2026-11-28`, `2026-11-28T14:00Z`). Dates without a zone are in the zone of this machine.
   *
   * @throws UsageError
   */
  time(name: string, now: number): Date | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    const time = timeOf(value, now)
    if (time !== undefined) return time
    throw new UsageError(
      `${this.#label(name)} is '${value}': expected a length of time such as 2h or 7d, or a date such as 2026-11-28 or 2026-11-28T14:00Z`,
    )
  }
}

const camelCase = (name: string) => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
