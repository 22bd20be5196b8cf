/** The input of a run, and what else it gets from whoever starts it (docs/internals/formats.md). */
export interface RunInput {
  readonly input: string | undefined
  /** The signals that the run before didn't receive, or the signal with which it was started; oldest first. */
  readonly signals: readonly { readonly name: string; readonly input?: string | undefined }[]
  /** Whether the run before got a cancel request that it didn't notice. */
  readonly cancel: boolean
}

const begin = '{"reyield":1,"input"'

/**
 * Makes the string that SWF records as the input of a run. It's an envelope only if there are signals or a cancel request, or if the
 * input itself looks like an envelope.
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
