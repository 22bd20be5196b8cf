/** A longer line isn't one of ours: an input has at most 32,768 characters, which JSON may escape. In bytes. */
const longest = 1_000_000

/** A line of a file, without its line feed. */
export interface Line {
  readonly bytes: Buffer
  /** Where the next line begins in the file. */
  readonly end: number
}

/**
 * The complete lines of a file. What follows the last line feed is left out: a process has been killed while it wrote it.
 *
 * @throws RangeError for a line that is longer than any line of ours
 */
export async function* completeLines(chunks: AsyncIterable<unknown>): AsyncGenerator<Line, void, undefined> {
  let rest: Buffer = Buffer.alloc(0)
  let end = 0
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer])
    let begin = 0
    for (let at = rest.indexOf(10); at !== -1; at = rest.indexOf(10, begin)) {
      end += at + 1 - begin
      yield { bytes: rest.subarray(begin, at), end }
      begin = at + 1
    }
    rest = rest.subarray(begin)
    if (rest.length > longest) throw new RangeError('a line is too long')
  }
}

/** The JSON object of a line; undefined if it isn't one. */
export function objectOf({ bytes }: Pick<Line, 'bytes'>): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined
  } catch {
    return undefined
  }
}
