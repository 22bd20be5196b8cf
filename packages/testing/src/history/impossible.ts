import { ReyieldError } from '@reyield/workflow'

/**
 * A fake history was asked for a step that SWF could never record there; `open` lists what was open.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'HISTORY_IMPOSSIBLE')) console.error(error.message)
 * ```
 */
export class HistoryImpossibleError extends ReyieldError<'HISTORY_IMPOSSIBLE'> {
  readonly open: readonly string[]
  constructor(step: string, why: string, open: readonly string[]) {
    super(
      'HISTORY_IMPOSSIBLE',
      `${step}: SWF could never record this here, ${why}. Open: ${open.length === 0 ? 'nothing' : open.join(', ')}`,
    )
    this.open = open
  }
}
