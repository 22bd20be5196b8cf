import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What a test file has seen: the first test for each `kind id`, as `file: name`. */
export interface FileNotes {
  readonly file: string
  readonly notes: Readonly<Record<string, string>>
}

const folder = fileURLToPath(new URL('../../../../node_modules/.cache/reyield-conformance/', import.meta.url))

const known = new Map<string, boolean>()

/** Whether a test file notes what it sees. One with random tests doesn't, because it sees something else each time. */
export function isNoting(file: string): boolean {
  let noting = known.get(file)
  if (noting === undefined) {
    const text = readFileSync(file, 'utf8')
    noting =
      / from '(\.|\.\.)\/(test-service|conformance\/noted)\.ts'/.test(text) &&
      !/ from '(fast-check|\.\/random-steps\.ts)'/.test(text)
    known.set(file, noting)
  }
  return noting
}

export function write(notes: FileNotes): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}${randomUUID()}.json`, JSON.stringify(notes))
}

/** What all files of a run have seen, with the first test by file and name. */
export function readAll(): {
  readonly files: ReadonlySet<string>
  readonly tests: ReadonlyMap<string, string>
} {
  const files = new Set<string>()
  const tests = new Map<string, string>()
  for (const name of existing()) {
    const { file, notes } = JSON.parse(readFileSync(folder + name, 'utf8')) as FileNotes
    files.add(file)
    for (const [key, test] of Object.entries(notes)) {
      const before = tests.get(key)
      if (before === undefined || tellsMore(key, test, before)) tests.set(key, test)
    }
  }
  return { files, tests }
}

export const forget = () => rmSync(folder, { recursive: true, force: true })

function existing(): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Whether the name of a test is more informative than another one: it mentions what it has seen and isn't a list of data. */
export function tellsMore(key: string, test: string, than: string): boolean {
  const id = key.split(' ').at(-1)!
  const rank = (name: string) =>
    (name.includes(id) ? 0 : 2) + (name.length > 120 || /[{}=]/.test(name) ? 1 : 0)
  return rank(test) === rank(than) ? test < than : rank(test) < rank(than)
}
