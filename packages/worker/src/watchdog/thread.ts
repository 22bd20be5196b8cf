/** The data of the watching thread: memory that it shares with the main thread, and its settings. */
export interface ThreadData {
  /** Index 0: the number of the current activation, or 0 for none. 1: always 0, to sleep on. 2: the length of the text. */
  readonly numbers: SharedArrayBuffer
  /** The current execution as JSON, for the note. */
  readonly text: SharedArrayBuffer
  /** How long an activation may block the main thread, in milliseconds. */
  readonly limit: number
  readonly folder: string
}

/**
 * The watching thread's program, as text, so that it runs from the sources as well as from a build. It looks five times within the
 * limit. An activation that it sees five times in a row blocks the main thread. Looks are counted, not time, since a machine may sleep.
 *
 * The note is written for `private-folder.ts`: into a folder that only this user can open, which is opened by its descriptor
 * if /proc exists, and as a new file that then replaces an older one. A link is replaced, never followed.
 */
export const threadSource = `
const { workerData: { numbers, text, limit, folder } } = require('node:worker_threads')
const { closeSync, constants, fstatSync, lstatSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync, writeSync } = require('node:fs')
const { dirname, join } = require('node:path')
const state = new Int32Array(numbers)
let last = 0
let looks = 0
while (Atomics.wait(state, 1, 0, limit / 5) === 'timed-out') {
  const activation = Atomics.load(state, 0)
  looks = activation !== 0 && activation === last ? looks + 1 : 0
  last = activation
  if (looks < 5) continue
  const bytes = Buffer.from(new Uint8Array(text, 0, Atomics.load(state, 2)))
  const blocked = JSON.parse(bytes.toString())
  writeSync(2, 'Workflow ' + blocked.name + ' ' + blocked.version + " has blocked the thread for " + limit / 1000 +
  " s in a loop without operations: execution '" + blocked.workflowId + "' (run " + blocked.runId +
  '). The process is ended, and the execution is quarantined until its code changes, for at most an hour.\\n')
  try {
    note(blocked.file, JSON.stringify({ ...blocked, at: Date.now() }))
  } catch (error) {
    writeSync(2, 'The quarantine could not be recorded: ' + error.message + '\\n')
  }
  process.kill(process.pid, 'SIGKILL')
}

function note(file, content) {
  mkdirSync(dirname(folder), { recursive: true })
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  checkPrivate(lstatSync(folder))
  let place = folder
  if (process.platform === 'linux') {
    const descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
    checkPrivate(fstatSync(descriptor))
    place = '/proc/self/fd/' + descriptor
  }
  const fresh = join(place, file + '.' + process.pid)
  rmSync(fresh, { force: true })
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants
  const written = openSync(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
  writeFileSync(written, content)
  closeSync(written)
  renameSync(fresh, join(place, file))
}

function checkPrivate(stats) {
  const user = process.getuid ? process.getuid() : stats.uid
  const isOpen = process.getuid !== undefined && (stats.mode & 0o077) !== 0
  if (stats.isDirectory() && stats.uid === user && !isOpen) return
  throw new Error("WATCHDOG_FOLDER_UNSAFE: the watchdog's folder '" + folder + "' isn't private to user " + user)
}
`
