import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { workflow } from '@reyield/workflow'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Quarantine, watched } from '../src/watchdog/quarantine.ts'
import { watching } from '../src/watchdog/watching.ts'

const spin = workflow({ name: 'spin' }, function* () {
  yield 1
})
const execution = { workflowId: 'w', runId: 'r' }
const about = watched(spin, execution)
const note = JSON.stringify({ ...about, at: Date.now() })

const newFolder = () => mkdtempSync(join(tmpdir(), 'reyield-'))
const modeOf = (path: string) => (lstatSync(path).mode & 0o7777).toString(8)

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

/** Pretends that this process runs as another user. */
function asAnotherUser() {
  const user = process.getuid!()
  vi.spyOn(process, 'getuid').mockReturnValue(user + 1)
  return user
}

/** Folders with a note that aren't private, and the problem in the error's message. */
const unsafe: readonly (readonly [string, (folder: string) => void, string])[] = [
  ['a link to a private folder', folder => symlinkSync(privateFolder(), folder), 'it is a link'],
  ['a dangling link', folder => symlinkSync('/nowhere/at/all', folder), 'it is a link'],
  ['a file', folder => writeFileSync(folder, ''), "it isn't a folder"],
  ['a folder that everybody can read', folder => privateFolder(folder, 0o755), 'its mode is 0755'],
  ['a folder that everybody can write', folder => privateFolder(folder, 0o1777), 'its mode is 1777'],
  ['a folder that the group can read', folder => privateFolder(folder, 0o750), 'its mode is 0750'],
  ['a folder that others can search', folder => privateFolder(folder, 0o701), 'its mode is 0701'],
]

function privateFolder(folder = join(newFolder(), 'private'), mode = 0o700): string {
  mkdirSync(folder)
  chmodSync(folder, mode)
  writeFileSync(join(folder, about.file), note)
  return folder
}

const message = (folder: string, problem: string) =>
  `The watchdog's folder '${folder}' isn't private: ${problem}. ` +
  "Set watchdog.folder to a folder that only this user can open (mode 0700), or to one that doesn't exist yet"

const logger = () => {
  const warnings: unknown[] = []
  const none = () => undefined
  const warn = (text: string, fields?: object) => void warnings.push([text, fields])
  return { warnings, debug: none, info: none, warn, error: none }
}

describe("the watchdog's folder", () => {
  it('is read if it is private', () => {
    expect(() => new Quarantine(privateFolder()).check(about)).toThrow('blocked the thread')
  })

  it.each(unsafe)('throws if it is an option and is %s', (_, plant, problem) => {
    const folder = join(newFolder(), 'planted')
    plant(folder)
    const log = logger()
    expect(() => watching({ folder }, log)).toThrow(
      expect.objectContaining({ code: 'WATCHDOG_FOLDER_UNSAFE', message: message(folder, problem) }) as Error,
    )
    expect(log.warnings).toEqual([])
  })

  it('throws if it is an option and belongs to another user', () => {
    const folder = privateFolder()
    const owner = asAnotherUser()
    expect(() => watching({ folder }, logger())).toThrow(
      message(folder, `it belongs to user ${owner}, and this process runs as user ${owner + 1}`),
    )
  })

  it.each(unsafe)('is not used, with a warning, if it is the default and is %s', (_, plant, problem) => {
    const temporary = newFolder()
    vi.stubEnv('TMPDIR', temporary)
    const folder = join(temporary, `reyield-blocked-${process.getuid!()}`)
    plant(folder)
    const log = logger()
    const watch = watching({}, log)
    expect(log.warnings).toEqual([
      [
        `${message(folder, problem)}. Until then no execution is quarantined`,
        { code: 'WATCHDOG_FOLDER_UNSAFE' },
      ],
    ])
    expect(() => watch(spin, execution)).not.toThrow()
  })

  it('has a default for each user', () => {
    const temporary = newFolder()
    vi.stubEnv('TMPDIR', temporary)
    privateFolder(join(temporary, `reyield-blocked-${process.getuid!()}`))
    const log = logger()
    expect(() => watching({}, log)(spin, execution)).toThrow('blocked the thread')
    asAnotherUser()
    expect(() => watching({}, log)(spin, execution)).not.toThrow()
    expect(log.warnings).toEqual([])
  })

  it.each([
    ['a link to a note', (path: string) => symlinkSync(join(privateFolder(), about.file), path)],
    ['a link to nothing', (path: string) => symlinkSync('/nowhere/at/all', path)],
    ['a pipe without a writer', (path: string) => void execFileSync('mkfifo', [path])],
    ['a folder', (path: string) => mkdirSync(path)],
    ['no JSON', (path: string) => writeFileSync(path, '{')],
    ['null', (path: string) => writeFileSync(path, 'null')],
    ['no note', (path: string) => writeFileSync(path, JSON.stringify({ at: 'now', code: 1 }))],
    ['too large', (path: string) => writeFileSync(path, note + ' '.repeat(70_000))],
  ])('may contain files that are not notes, which are ignored: %s', (_, plant) => {
    const folder = newFolder()
    plant(join(folder, about.file))
    expect(() => new Quarantine(folder).check(about)).not.toThrow()
  })

  it('may contain a file of another user, which is ignored', () => {
    const folder = privateFolder()
    const user = process.getuid!()
    // the folder is ours, and what is in it isn't
    vi.spyOn(process, 'getuid')
      .mockReturnValueOnce(user)
      .mockReturnValueOnce(user)
      .mockReturnValue(user + 1)
    expect(() => new Quarantine(folder).check(about)).not.toThrow()
  })
})

const thread = fileURLToPath(new URL('../dist/watchdog/thread.js', import.meta.url))

/** Lets the watching thread of a process of its own find that the thread is blocked. */
async function block(folder: string) {
  const program = `
    import { Worker } from 'node:worker_threads'
    import { threadSource } from ${JSON.stringify(thread)}
    const text = new TextEncoder().encode(${JSON.stringify(JSON.stringify(about))})
    const numbers = new SharedArrayBuffer(12)
    new Int32Array(numbers).set([1, 0, text.length])
    const shared = new SharedArrayBuffer(4096)
    new Uint8Array(shared).set(text)
    new Worker(threadSource, { eval: true, workerData: { numbers, text: shared, limit: 50, folder: ${JSON.stringify(folder)} } })
    setInterval(() => undefined, 1000)`
  const script = join(newFolder(), 'block.mjs')
  writeFileSync(script, program)
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'inherit', 'pipe'] })
  let err = ''
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const [, signal] = (await once(child, 'close')) as [number | null, string | null]
  return { signal, err: err.split('\n').slice(1).join('\n') }
}

describe('the note of an execution that blocks the thread', () => {
  it('is a private file in a private folder, which is created if there is none', async () => {
    const folder = join(newFolder(), 'a', 'b')
    expect(await block(folder)).toEqual({ signal: 'SIGKILL', err: '' })
    expect(readdirSync(folder)).toEqual([about.file])
    expect([modeOf(folder), modeOf(join(folder, about.file))]).toEqual(['700', '600'])
    expect(() => new Quarantine(folder).check(about)).toThrow('blocked the thread')
  })

  it('replaces an older one', async () => {
    const folder = privateFolder()
    writeFileSync(join(folder, about.file), 'older')
    await block(folder)
    expect(readdirSync(folder)).toEqual([about.file])
    expect(JSON.parse(readFileSync(join(folder, about.file), 'utf8'))).toEqual({
      ...about,
      at: expect.any(Number) as number,
    })
  })

  it.each([
    ['symbolic link', symlinkSync],
    ['hard link', linkSync],
  ])('replaces a planted %s, and does not change the file that it points to', async (_, link) => {
    const folder = join(newFolder(), 'notes')
    mkdirSync(folder, { mode: 0o700 })
    const victim = join(newFolder(), 'victim')
    writeFileSync(victim, 'precious')
    link(victim, join(folder, about.file))
    expect(await block(folder)).toEqual({ signal: 'SIGKILL', err: '' })
    expect(readFileSync(victim, 'utf8')).toBe('precious')
    expect(lstatSync(join(folder, about.file)).isFile()).toBe(true)
    expect(() => new Quarantine(folder).check(about)).toThrow('blocked the thread')
  })

  const some = unsafe.filter((_, index) => [0, 1, 3].includes(index))
  it.each(some)('is not written if the folder has become %s', async (_, plant) => {
    const folder = join(newFolder(), 'planted')
    plant(folder)
    const before = existsSync(folder) && lstatSync(folder).isDirectory() ? readdirSync(folder) : []
    expect(await block(folder)).toEqual({
      signal: 'SIGKILL',
      err: `The quarantine could not be recorded: WATCHDOG_FOLDER_UNSAFE: the watchdog's folder '${folder}' isn't private to user ${process.getuid!()}\n`,
    })
    const after = existsSync(folder) && lstatSync(folder).isDirectory() ? readdirSync(folder) : []
    expect(after).toEqual(before)
  })
})
