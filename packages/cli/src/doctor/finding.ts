import type { CommandContext } from '../context/context.ts'

/** What a check has found. */
export interface Finding {
  readonly state: 'ok' | 'warning' | 'failed'
  readonly what: string
  /** What to do. Each finding that isn't ok has it. */
  readonly advice?: string
  /** Whether later checks make no sense. */
  readonly isLast?: boolean
}

/** One of the checks of `doctor`. */
export interface Check {
  readonly name: string
  readonly check: (context: CommandContext) => Promise<readonly Finding[]>
}
