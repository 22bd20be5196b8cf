import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { LockedBuild, LockedWorkflow } from './lock.ts'
import { loadLock, loadOtherBuilds, names, saveLess, saveMore, without, type Locked } from './store.ts'

const workflow = (histories: number) =>
  ({
    name: 'order',
    version: '1.0',
    serializer: 'json',
    defaults: {},
    patches: [],
    retired: [],
    activities: [],
    histories,
  }) satisfies LockedWorkflow
const build = (id: string, histories: number): LockedBuild => ({
  id,
  workflows: [workflow(histories)],
  signals: [],
  activities: [],
})
const shared = { builds: ['41f', '52a'], text: '{"events":[1]}' }
const locked: Locked = {
  lock: {
    builds: [build('41f', 2), build('52a', 1)],
    accepted: [
      { workflow: 'order@1.0', builds: ['41f', '52a'], reason: 'none open' },
      { workflow: 'order@1.0', builds: ['41f'], reason: 'none' },
    ],
  },
  histories: [shared, { builds: ['41f'], text: '{"events":[2]}' }],
}
const folderWith = (of: Locked) => {
  const folder = mkdtempSync(join(tmpdir(), 'lock-'))
  saveMore(folder, of)
  return folder
}

it('reads what it has written, and leaves nothing else', () => {
  const folder = folderWith(locked)
  expect(loadLock(folder)).toMatchObject(locked)
  expect(readdirSync(folder).toSorted()).toEqual([names.histories, names.lock].toSorted())
})

it('removes a build with what is only about it', () => {
  const folder = folderWith(locked)
  saveLess(folder, without(loadLock(folder), ['41f']))
  expect(loadLock(folder)).toMatchObject({
    lock: {
      builds: [build('52a', 1)],
      accepted: [{ workflow: 'order@1.0', builds: ['52a'], reason: 'none open' }],
    },
    histories: [{ builds: ['52a'], text: shared.text }],
  })
})

it('has no lock, files that do not belong together, and one file without the other', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lock-'))
  expect(() => loadLock(folder)).toThrow(expect.objectContaining({ code: 'LOCKFILE_MISSING' }))
  expect(loadOtherBuilds(folder, '41f')).toEqual({ lock: { builds: [], accepted: [] }, histories: [] })
  const mixed = folderWith({ ...locked, lock: { builds: [build('41f', 7), build('52a', 1)], accepted: [] } })
  expect(() => loadLock(mixed)).toThrow(
    "don't belong together: build 41f has 7 histories in the first, and 2 in the second",
  )
  expect(loadOtherBuilds(mixed, '41f').lock.builds).toEqual([build('52a', 1)]) // this build is locked again
  rmSync(join(mixed, names.histories))
  expect(() => loadLock(mixed)).toThrow(expect.objectContaining({ code: 'LOCKFILE_INVALID' }))
})

it('holds as before if a process was killed between the two files', () => {
  const folder = folderWith(locked)
  const before = readFileSync(join(folder, names.lock))
  saveMore(folder, {
    lock: { ...locked.lock, builds: [...locked.lock.builds, build('60b', 2)] },
    histories: [...locked.histories, { builds: ['60b'], text: '{"events":[3]}' }],
  })
  writeFileSync(join(folder, names.lock), before)
  expect(loadLock(folder)).toMatchObject(locked)
  const less = folderWith(locked)
  const histories = readFileSync(join(less, names.histories))
  saveLess(less, without(loadLock(less), ['41f']))
  writeFileSync(join(less, names.histories), histories)
  expect(loadLock(less).lock.builds).toEqual([build('52a', 1)])
})
