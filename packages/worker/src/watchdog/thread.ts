/** What the watching thread is given: shared memory, and what to do when the main thread is blocked. */
export interface ThreadData {
  /** 0: which activation is under way (0: none). 1: always 0, for sleeping. 2: length of the text. */
  readonly numbers: SharedArrayBuffer
  /** JSON of the execution, for the file. */
  readonly text: SharedArrayBuffer
  /** Milliseconds. */
  readonly limit: number
  readonly folder: string
}

/**
 * The watching thread's program, as text: it runs from the sources as from a build. It looks five times in each limit; an
 * activation that it sees five times in a row blocks the main thread. (Looks are counted, not time: a machine may sleep.)
 */
export const threadSource = `
const { workerData: { numbers, text, limit, folder } } = require('node:worker_threads')
const { mkdirSync, writeFileSync, writeSync } = require('node:fs')
const { join } = require('node:path')
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
  writeSync(2, 'Workflow ' + blocked.name + ' ' + blocked.version + " blocks the thread for " + limit / 1000 +
    " s: a loop that asks for nothing, in execution '" + blocked.workflowId + "' (run " + blocked.runId +
    '). The process is ended; the execution is set aside until the code is another, for an hour at most.\\n')
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, blocked.file), JSON.stringify({ ...blocked, at: Date.now() }))
  } catch (error) {
    writeSync(2, 'It could not be noted: ' + error.message + '\\n')
  }
  process.kill(process.pid, 'SIGKILL')
}
`
