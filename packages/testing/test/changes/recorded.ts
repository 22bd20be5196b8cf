import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadHistories, replayerOf, type RecordedRun } from '@reyield/inspect'
import { openPartOf } from '@reyield/inspect/internal'
import type { AnyWorkflow } from '@reyield/workflow'
import { explore, type ExploreOptions } from '../../src/index.ts'

/** Explores a workflow, and returns the histories that this has recorded. */
export async function recordedBy(
  workflow: AnyWorkflow,
  input: unknown,
  options: ExploreOptions,
): Promise<RecordedRun[]> {
  const folder = mkdtempSync(join(tmpdir(), 'recorded-'))
  await explore(workflow, input as never, { ...options, record: folder })
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.json'))
    .flatMap(file => loadHistories(readFileSync(join(folder, file), 'utf8')))
}

/** Histories as `reyield lock` keeps them: without the decisions that closed the execution. */
export const whileOpen = (histories: readonly RecordedRun[]): RecordedRun[] =>
  histories.map(({ execution, events }) => ({ execution, events: openPartOf(events) }))

/** The codes with which histories fail with a workflow's code, each once. */
export async function failuresOf(
  histories: readonly RecordedRun[],
  workflow: AnyWorkflow,
): Promise<(string | undefined)[]> {
  const replayer = replayerOf([workflow])
  const codes = new Set<string | undefined>()
  for (const history of histories) {
    const { error } = await replayer.check(history)
    if (error !== undefined) codes.add(error.code)
  }
  return [...codes]
}
