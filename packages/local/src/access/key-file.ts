import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { LocalSwfError, type LocalSwfWarning } from '../errors.ts'
import { problemOf, type AccessKey } from './access-key.ts'

/** The contents of a file of access keys. */
export interface KeyFile {
  readonly keys: readonly AccessKey[]
  /** Set if users other than the owner of the file can read or change it. */
  readonly warning?: LocalSwfWarning
}

/**
 * Reads a file of access keys. Each line is a key: `ID SECRET [SESSION-TOKEN] [read-only]`, separated by spaces or tabs. Empty
 * lines and lines that begin with `#` are ignored.
 *
 * @throws LocalSwfError ACCESS_KEYS_INVALID, with the line number; the message never contains a secret
 */
export function readKeyFile(file: string): KeyFile {
  const { text, mode } = contentOf(file)
  const keys = keysOf(text, file)
  // Windows has access lists instead of modes
  const exposed = process.platform !== 'win32' && (mode & 0o077) !== 0
  return {
    keys,
    ...(exposed && {
      warning: {
        code: 'ACCESS_KEYS_EXPOSED',
        message:
          `Other users can read or change ${file} (mode ${(mode & 0o777).toString(8).padStart(4, '0')}). ` +
          'Run chmod 600 on it, and replace the keys if another user may have read them',
      },
    }),
  }
}

function contentOf(file: string): { text: string; mode: number } {
  try {
    const descriptor = openSync(file, 'r')
    try {
      return { text: readFileSync(descriptor, 'utf8'), mode: fstatSync(descriptor).mode }
    } finally {
      closeSync(descriptor)
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new LocalSwfError(
      'ACCESS_KEYS_INVALID',
      `The file of access keys ${file} can't be read (${code}). Check its path and its permissions`,
      { cause },
    )
  }
}

function keysOf(text: string, file: string): AccessKey[] {
  const invalid = (problem: string) => new LocalSwfError('ACCESS_KEYS_INVALID', problem)
  const lineOf = new Map<string, number>()
  const keys: AccessKey[] = []
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const fields = line.split(/[ \t]+/).filter(field => field !== '')
    if (fields.length === 0 || fields[0]!.startsWith('#')) continue
    const where = `Line ${index + 1} of ${file}`
    const key = keyOf(fields)
    const problem = typeof key === 'string' ? key : problemOf(key)
    if (typeof key === 'string' || problem !== undefined) {
      throw invalid(
        `${where} is not an access key: ${problem}. Expected: ID SECRET [SESSION-TOKEN] [read-only]`,
      )
    }
    const earlier = lineOf.get(key.id)
    if (earlier !== undefined)
      throw invalid(`${where} has the same id as line ${earlier}. Remove one of them`)
    lineOf.set(key.id, index + 1)
    keys.push(key)
  }
  if (keys.length === 0) {
    throw invalid(
      `${file} has no access key, so every request would be refused. Add a line: ID SECRET [SESSION-TOKEN] [read-only]`,
    )
  }
  return keys
}

/** Returns the key in the fields of a line, or what is wrong with them. */
function keyOf([id, secret, ...rest]: readonly string[]): AccessKey | string {
  if (secret === undefined) return 'the secret is missing'
  const readOnly = rest.at(-1) === 'read-only'
  const [sessionToken, ...more] = readOnly ? rest.slice(0, -1) : rest
  if (more.length > 0) return 'it has too many fields'
  // a misspelled `read-only` would be taken as a session token
  if ([secret, sessionToken].some(field => field !== undefined && /^read.?only$/i.test(field)))
    return 'read-only must be in lower case, with a hyphen, after the secret'
  return { id: id!, secret, sessionToken, readOnly }
}
