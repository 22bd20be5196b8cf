import { createHash } from 'node:crypto'
import { open, realpath, type FileHandle } from 'node:fs/promises'
import { PlanError } from '../../errors/plan.ts'
import { UsageError } from '../../errors/usage.ts'
import { actionFrom } from '@reyield/inspect/internal'
import type { PlannedRun } from '@reyield/inspect/internal'
import { Preview } from '@reyield/inspect/internal'
import { completeLines, objectOf, type Line } from './lines.ts'
import { planVersion, type Plan, type PlanEnd, type PlanHeader } from './plan.ts'

/** A plan in its file. */
export interface OpenPlan extends Plan {
  /** Its path as it was given. */
  readonly name: string
  /** Its path without symbolic links, so that its progress and its lock are found by each of its names. */
  readonly file: string
  /** Reads the executions in the order of the file. */
  runs(): AsyncGenerator<PlannedRun, void, undefined>
  close(): Promise<void>
}

/**
 * Opens a plan and checks the whole file.
 *
 * @throws UsageError if there is no such file; PlanError (PLAN_INVALID) if it's no plan, or is damaged, or cut off, or of a later version
 */
export async function readPlan(name: string): Promise<OpenPlan> {
  const file = await realpath(name).catch(unreadable)
  const handle = await open(file, 'r').catch(unreadable)
  try {
    return {
      name,
      file,
      ...(await checked(name, handle)),
      async *runs() {
        let isFirst = true
        for await (const line of linesOf(handle)) {
          const run = runFrom(line)
          if (isFirst) isFirst = false
          else if (run !== undefined) yield run
        }
      },
      close: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error instanceof RangeError ? notOurs(name) : error
  }
}

const linesOf = (handle: FileHandle) => completeLines(handle.createReadStream({ start: 0, autoClose: false }))

/** Reads the file once. Each line is taken when the next one is read, because the last line of all is the end. */
async function checked(name: string, handle: FileHandle): Promise<Plan> {
  const hash = createHash('sha256')
  const preview = new Preview()
  let header: PlanHeader | undefined
  let last: Line | undefined
  const take = (line: Line) => {
    hash.update(line.bytes).update('\n')
    if (header === undefined) return void (header = headerFrom(line, name))
    const run = runFrom(line)
    if (run === undefined) throw damaged(name)
    preview.add(run)
  }
  for await (const line of linesOf(handle)) {
    if (last !== undefined) take(last)
    last = line
  }
  const end = last === undefined ? undefined : endFrom(last)
  if (end === undefined) {
    if (last !== undefined) take(last) // to say that it's no plan at all
    if (header === undefined) throw notOurs(name)
    throw new PlanError(`The plan ${name} is cut off: its last line is missing. Make a new one with --plan`)
  }
  if (header === undefined) throw notOurs(name)
  if (end.count !== preview.count || end.sha256 !== hash.digest('hex')) throw damaged(name)
  return { header, preview, cut: end.cut }
}

function headerFrom(line: Line, name: string): PlanHeader {
  const header = objectOf(line) as Partial<PlanHeader> | undefined
  if (header?.reyield !== 'bulk plan' || typeof header.version !== 'number') throw notOurs(name)
  if (header.version > planVersion) {
    throw new PlanError(
      `The plan ${name} has the format ${header.version}, and this version of reyield knows ${planVersion}. ` +
        'Apply it with the version that has made it',
    )
  }
  const isWhole =
    actionFrom(header.action) !== undefined &&
    [header.id, header.domain].every(each => typeof each === 'string') &&
    Array.isArray(header.filter)
  if (!isWhole) throw damaged(name)
  return header as PlanHeader
}

function runFrom(line: Line): PlannedRun | undefined {
  const value = (objectOf(line) ?? {}) as Partial<PlannedRun>
  const { workflowId, runId, type, started } = value
  const { name, version } = (type ?? {}) as Partial<PlannedRun['type']>
  const isRun = [workflowId, runId, name, version, started].every(each => typeof each === 'string')
  return isRun && runId !== '' ? (value as PlannedRun) : undefined
}

function endFrom(line: Line): PlanEnd | undefined {
  const end = objectOf(line) as Partial<PlanEnd> | undefined
  return end?.end === true ? (end as PlanEnd) : undefined
}

const notOurs = (name: string) =>
  new PlanError(`The file ${name} is no plan of a bulk command. Make one with --filter and --plan`)

const damaged = (name: string) =>
  new PlanError(`The plan ${name} was changed or is damaged. Make a new one with --plan`)

const unreadable = (error: unknown): never => {
  throw new UsageError(`The plan can't be read: ${(error as Error).message}`, { cause: error })
}
