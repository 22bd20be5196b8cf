import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { isDeepStrictEqual } from 'node:util'
import { InvalidLockfileError } from '../../errors/lockfile.ts'

/** A history in `reyield.histories.jsonl.br`. */
export interface KeptHistory {
  /** The builds that it was locked with. */
  readonly builds: readonly string[]
  /** `{ recorded, execution, events }`, as JSON. */
  readonly text: string
}

const format = 1
const header = `{"reyield":"histories","version":${format}}`

/** What is between the builds and the history in a line. Within a build id its quotes would be escaped. */
const separator = '],"history":'

/**
 * The bytes of the file. They only depend on the histories, whose order doesn't matter, and on the version of Brotli in Node. So if the
 * bytes before (undefined if there is no file) have the same histories, they stay.
 */
export function historiesFile(histories: readonly KeptHistory[], before: Buffer | undefined): Buffer {
  const lines = [header, ...histories.map(lineOf).toSorted()]
  return before !== undefined && isDeepStrictEqual(linesIn(before), lines) ? before : compressed(lines)
}

const lineOf = ({ builds, text }: KeptHistory) =>
  `{"builds":${JSON.stringify(builds.toSorted())},"history":${text}}`

/**
 * Reads the file.
 *
 * @throws InvalidLockfileError (LOCKFILE_INVALID)
 */
export function readHistoriesFile(bytes: Buffer, file: string): KeptHistory[] {
  const [first, ...others] = linesIn(bytes) ?? []
  if (first === undefined) {
    throw new InvalidLockfileError(
      `The histories of the lock can't be decompressed: ${file}. Restore the file from version control`,
    )
  }
  checkHeader(first, file)
  return others.map((each, index) => {
    const history = keptHistory(each)
    if (history !== undefined) return history
    throw new InvalidLockfileError(
      `Line ${index + 2} of the histories of the lock is no history: ${file}. Restore the file from version control`,
    )
  })
}

/** The lines, each a string of its own, because all of them may be too long for one. Undefined if they can't be decompressed. */
function linesIn(bytes: Buffer): string[] | undefined {
  let text: Buffer
  try {
    text = brotliDecompressSync(bytes)
  } catch {
    return undefined
  }
  const lines: string[] = []
  for (let from = 0, to; (to = text.indexOf('\n', from)) >= 0; from = to + 1) {
    lines.push(text.toString('utf8', from, to))
  }
  return lines
}

function checkHeader(first: string, file: string): void {
  const { reyield, version } = (parsed(first) ?? {}) as {
    readonly reyield?: unknown
    readonly version?: unknown
  }
  if (reyield === 'histories' && typeof version === 'number' && version <= format) return
  throw new InvalidLockfileError(
    `The histories of the lock have another format: ${file}. Install a later version of reyield, or restore the file from version control`,
  )
}

function keptHistory(of: string): KeptHistory | undefined {
  const at = of.indexOf(separator)
  const builds = parsed(of.slice('{"builds":'.length, at + 1))
  const isHistory = at > 0 && Array.isArray(builds) && of.endsWith('}')
  return isHistory ? { builds: builds as string[], text: of.slice(at + separator.length, -1) } : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Lines, compressed with a window that is as large as all of them, because the histories of a workflow are alike. */
export function compressed(lines: readonly string[]): Buffer {
  const bytes = Buffer.concat(lines.map(line => Buffer.from(`${line}\n`)))
  const bits = 32 - Math.clz32(bytes.length)
  const { BROTLI_MIN_WINDOW_BITS: least, BROTLI_MAX_WINDOW_BITS: most } = constants
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 9, // a higher one takes 20 times as long, and isn't smaller for these
      [constants.BROTLI_PARAM_LGWIN]: Math.min(Math.max(bits, least), most),
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    },
  })
}
