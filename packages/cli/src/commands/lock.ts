import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isBuildId } from '@reyield/data/internal'
import { UsageError } from '../errors/usage.ts'
import { typeName } from '../lock/files/lock.ts'
import { loadOtherBuilds, lockFolder, saveMore } from '../lock/files/store.ts'
import { candidatesIn, type Candidate } from '../lock/locking/candidates.ts'
import { choose, type Chosen } from '../lock/locking/choose.ts'
import { usualLimits } from '../lock/locking/limits.ts'
import { withBuild } from '../lock/locking/locked-build.ts'
import { lockSummaryJson, printLockSummary, type LockSummary } from '../lock/locking/summary.ts'
import { surfaceOf } from '../lock/surface/surface.ts'
import { checked } from '../runs/checked.ts'
import { requiredCode } from '../runs/code.ts'
import { filesIn } from '../runs/history-files.ts'
import { decodedHistoryOf, storedHistories } from '@reyield/inspect/internal'
import type { CommandModule } from './command.ts'
import type { Given } from './given.ts'

/** Folders of histories below that of the lock: of explorations, and where `fetch` may write. They need not be there. */
const usualFolders = ['.reyield/recorded', '.reyield/fetched']

/**
 * Writes what is deployed into the lock: what the code declares, and histories that it has made. The exit code is 1 if it can't replay any
 * of the histories of a type.
 */
export const run: CommandModule['run'] = async (context, given) => {
  const buildId = buildIdIn(given)
  const settings = await context.settings()
  const folder = lockFolder(settings)
  const host = (await requiredCode(context)).of(undefined)
  const others = loadOtherBuilds(folder, buildId)
  const files = filesIn(given.arguments)
  const usual = filesIn(usualFolders.map(each => join(folder, each)).filter(each => existsSync(each)))
  const candidates = candidatesIn([...new Set([...files, ...usual])])
  const surface = await surfaceOf(host, settings)

  const coder = await context.coder()
  const check = async (candidate: Candidate) => {
    context.status.show(`replaying ${relative(folder, candidate.from)}`)
    const history = storedHistories(candidate.text())[0]!
    return await checked(host, await decodedHistoryOf(history, coder))
  }
  const chosen = new Map<string, Chosen>()
  for (const type of surface.workflows.map(typeName)) {
    const ofType = candidates.filter(({ workflow }) => workflow === type)
    chosen.set(type, await choose(ofType, usualLimits, check))
  }
  context.status.clear()
  const locked = withBuild(others, buildId, surface, chosen)
  const bytes = saveMore(folder, locked)
  const summary: LockSummary = { buildId, bytes, locked, candidates, chosen, surface }
  if (context.format === 'json') context.out.json(lockSummaryJson(summary))
  else printLockSummary(context, summary)
  return [...chosen.values()].some(of => of.histories.length === 0 && of.leftOut.length > 0) ? 1 : 0
}

function buildIdIn(given: Given): string {
  const id = given.text('build') ?? process.env['REYIELD_BUILD_ID']
  if (id !== undefined && isBuildId(id)) return id
  throw new UsageError(
    id === undefined
      ? 'lock needs the id of the build: --build ID, or REYIELD_BUILD_ID. Workers have the same one as their buildId'
      : `The build id is '${String(id)}': expected 1 to 128 characters without white space`,
  )
}
