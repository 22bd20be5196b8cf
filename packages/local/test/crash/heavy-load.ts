import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { exportHistories } from '../../src/index.ts'
import { attributesOf, faultsOfLog } from './log-checker.ts'
import { newFile, readLog } from './read-log.ts'

const program = fileURLToPath(new URL('heavy-writer.js', import.meta.url))
const running = new Set<ChildProcess>()
let writers = 0

/** Kills processes that a test has left. */
export function killWriters(): void {
  for (const child of running) child.kill('SIGKILL')
}

/** The three files of a database, copied while the process was stopped, and what it had acknowledged by then. */
export interface State {
  readonly file: string
  readonly acknowledged: readonly string[]
  /** Whether pages were being copied from the write-ahead log into the main file. */
  readonly duringCheckpoint: boolean
  /** Whether the main file was shorter than its header says. */
  readonly short: boolean
}

/** A process under heavy load (`heavy-writer.js`) that can be stopped at any instruction, even in the middle of a checkpoint. */
export class HeavyWriter {
  readonly file: string
  private readonly notes: string
  private readonly child: ChildProcess
  private readonly exited: Promise<unknown>
  private readonly refused: Promise<void>

  private constructor(file: string, notes: string, child: ChildProcess) {
    this.file = file
    this.notes = notes
    this.child = child
    running.add(child)
    this.exited = once(child, 'exit').then(() => running.delete(child))
    this.refused = new Promise(resolve => child.on('message', text => text === 'refused' && resolve()))
  }

  /** Starts a process. `fileBlocks` limits the length of its files, in blocks of 512 or 1024 bytes. */
  static async start(file: string, notes: string, fileBlocks?: number): Promise<HeavyWriter> {
    const limit = fileBlocks === undefined ? '' : `ulimit -f ${fileBlocks};`
    const command = [process.execPath, program, file, notes, `w${++writers}`]
    const child = spawn('sh', ['-c', `${limit} exec "$@"`, 'sh', ...command], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const writer = new HeavyWriter(file, notes, child)
    const end = await Promise.race([once(child, 'message'), writer.exited.then(() => undefined)])
    if (end === undefined) throw new Error('the writer ended before it was ready')
    return writer
  }

  /** Waits for the next write into the main file, which begins a checkpoint. */
  async checkpointBegins(): Promise<void> {
    const look = () => {
      const { mtimeNs, size } = statSync(this.file, { bigint: true })
      return `${mtimeNs} ${size}`
    }
    const before = look()
    const end = Date.now() + 10_000
    while (look() === before) {
      // the first write must be noticed at once
      for (let n = 0; n < 2000 && look() === before; n++);
      if (look() !== before) return
      if (Date.now() > end) throw new Error('no checkpoint in 10 s')
      await new Promise(resolve => setImmediate(resolve))
    }
  }

  kill(): Promise<unknown> {
    this.child.kill('SIGKILL')
    return this.exited
  }

  close(): Promise<unknown> {
    this.child.send('close')
    return this.exited
  }

  /** Resolves when a request was refused because the log couldn't be written. */
  untilRefused(): Promise<void> {
    return this.refused
  }

  /** Stops the process until `goOn` is called, and copies its files. */
  takeState(): State {
    this.child.kill('SIGSTOP')
    while (!this.stopped());
    const file = newFile()
    for (const end of ['', '-wal', '-shm']) copyFileSync(`${this.file}${end}`, `${file}${end}`)
    return { file, acknowledged: acknowledgedIn(this.notes), ...checkpointOf(file) }
  }

  goOn(): void {
    this.child.kill('SIGCONT')
  }

  private stopped(): boolean {
    return execFileSync('ps', ['-o', 'state=', '-p', String(this.child.pid)], {
      encoding: 'utf8',
    }).startsWith('T')
  }
}

export const acknowledgedIn = (notes: string): string[] =>
  existsSync(notes) ? readFileSync(notes, 'utf8').split('\n').slice(0, -1) : []

/**
 * Reads SQLite's own data: the length of the main file in its header, and the progress of the checkpoint in the index of the log.
 */
function checkpointOf(file: string): Pick<State, 'duringCheckpoint' | 'short'> {
  const pages = readFileSync(file).readUInt32BE(28)
  const index = readFileSync(`${file}-shm`)
  const [backfilled, attempted] = [index.readUInt32LE(96), index.readUInt32LE(128)]
  return { duringCheckpoint: attempted > backfilled, short: statSync(file).size < pages * 4096 }
}

/** Opens a database file, and reports acknowledged requests that aren't there and violations of the log's rules. */
export function problemsAfterOpening(file: string, acknowledged: readonly string[]): string[] {
  const there = new Set<string>()
  for (const { execution, events } of exportHistories(file)) {
    for (const event of events) {
      const what = { WorkflowExecutionStarted: 'start', WorkflowExecutionSignaled: 'signal' }[event.eventType]
      const input = attributesOf(event)['input'] as string | undefined
      if (input?.length === execution.workflowId.length + 30_001) there.add(`${what} ${execution.workflowId}`)
    }
  }
  return [
    ...acknowledged.filter(name => !there.has(name)).map(name => `${name} was acknowledged and is lost`),
    ...faultsOfLog(readLog(file)),
  ]
}
