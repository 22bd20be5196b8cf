/** What a run begins with: its input, and what is handed to it beside that (docs/internals/formats.md). */
export interface RunInput {
  readonly input: string | undefined
  /** Signals that the run before had not received, or the one that it was started with; oldest first. */
  readonly signals: readonly { readonly name: string; readonly input?: string | undefined }[]
  /** A cancel request came to the run before, which never read it. */
  readonly cancel: boolean
}

const begin = '{"reyield":1,"input"'

/**
 * The input of a run as SWF records it: an envelope only where something is handed over, or where the text itself looks like one.
 *
 * @example
 * ```ts
 * packInput({ input: '{"json":7}', signals: [{ name: 'approved' }], cancel: false })
 * ```
 */
export function packInput({ input, signals, cancel }: RunInput): string | undefined {
  if (signals.length === 0 && !cancel && input?.startsWith(begin) !== true) return input
  return JSON.stringify({
    reyield: 1,
    input: input ?? null,
    ...(signals.length === 0 ? {} : { signals }),
    ...(cancel ? { cancel } : {}),
  })
}

/**
 * Reads what `packInput` wrote.
 *
 * @example
 * ```ts
 * const { input, signals } = unpackInput(attributes.input)
 * ```
 */
export function unpackInput(text: string | undefined): RunInput {
  if (text?.startsWith(begin) !== true) return { input: text, signals: [], cancel: false }
  const { input, signals = [], cancel = false } = JSON.parse(text) as Partial<RunInput>
  return { input: input ?? undefined, signals, cancel }
}
