import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { codeOf, CreateError, reasonOf } from './errors.ts'
import { safe } from './safe.ts'

/** What may be in the folder before: version control, editors, what operating systems leave, and what the project doesn't have. */
const harmless = ['.git', '.hg', '.svn', '.idea', '.vscode', '.DS_Store', 'Thumbs.db', 'LICENSE']

/**
 * Refuses a folder in which there is something, and what isn't a folder.
 *
 * @throws CreateError
 */
export function checkFolder(folder: string): void {
  const found = entriesOf(folder).filter(name => !harmless.includes(name))
  if (found.length === 0) return
  const shown = found.toSorted().slice(0, 10).map(safe)
  throw new CreateError(`The folder isn't empty: ${safe(folder)}. Nothing was written.`, 1, [
    `It contains ${shown.join(', ')}${found.length > shown.length ? ` and ${found.length - shown.length} more` : ''}.`,
    'Choose another name, or move what is there.',
  ])
}

/** The names in a folder; none if it doesn't exist. */
function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    if (codeOf(error) === 'ENOTDIR') {
      const file = existing(folder)
      throw new CreateError(`${safe(file)} is a file, expected a folder. Nothing was written.`, 1, [
        'Choose another name.',
      ])
    }
    throw new CreateError(`The folder can't be read: ${safe(folder)}: ${reasonOf(error)}.`, 1)
  }
}

/** The path, or the first folder above it that exists. */
const existing = (path: string): string =>
  existsSync(path) || dirname(path) === path ? path : existing(dirname(path))

/**
 * Writes all files, or none. They are first written into a temporary folder and then moved. A folder that exists stays the one that it is,
 * since a shell may be in it.
 *
 * @throws CreateError if the folder isn't empty, or can't be written
 */
export function writeProject(folder: string, files: ReadonlyMap<string, string>): void {
  checkFolder(folder)
  const undo: (() => void)[] = []
  try {
    if (existsSync(folder)) fill(folder, files, undo)
    else make(folder, files, undo)
  } catch (error) {
    for (const step of undo.toReversed()) step()
    if (error instanceof CreateError) throw error
    throw new CreateError(`The project can't be written: ${reasonOf(error)}. Nothing was left behind.`, 1, [
      safe(folder),
    ])
  }
}

function make(folder: string, files: ReadonlyMap<string, string>, undo: (() => void)[]): void {
  const parent = dirname(folder)
  const first = mkdirSync(parent, { recursive: true }) // the first one that it had to make
  if (first !== undefined) undo.push(() => remove(first))
  const temporary = temporaryFolder(parent, undo)
  writeAll(temporary, files)
  renameSync(temporary, folder)
}

function fill(folder: string, files: ReadonlyMap<string, string>, undo: (() => void)[]): void {
  const temporary = temporaryFolder(folder, undo)
  writeAll(temporary, files)
  for (const name of readdirSync(temporary)) {
    const target = join(folder, name)
    if (existsSync(target))
      throw new CreateError(`${safe(target)} has appeared meanwhile.`, 1, ['Try it again.'])
    renameSync(join(temporary, name), target)
    undo.push(() => remove(target))
  }
  remove(temporary)
}

/** A new folder in another one. Not by `mkdtemp`, whose folders only their owner can read. */
function temporaryFolder(parent: string, undo: (() => void)[]): string {
  const folder = join(parent, `.create-reyield-${randomUUID()}`)
  mkdirSync(folder)
  undo.push(() => remove(folder))
  return folder
}

function writeAll(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, content] of files) {
    const file = join(folder, ...path.split('/'))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
}

const remove = (path: string) => rmSync(path, { recursive: true, force: true })
