import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, onTestFailed, test } from 'vitest'
import { createLocalSwf, type LocalSwfError } from '../../src/index.ts'
import { acknowledgedIn, problemsAfterOpening, HeavyWriter, killWriters } from './heavy-load.ts'
import { newFile } from './read-log.ts'
import { mayMount, SmallDisk } from './small-disk.ts'

afterEach(killWriters)

const runs = process.env.REYIELD_DEEP === '1' ? 30 : 2

/** Sizes in kilobytes, and whether the process is killed or stopped normally when the disk is full. */
function plans(): { kilobytes: number; killed: boolean }[] {
  const seed = Number(process.env.REYIELD_SEED ?? Date.now() % 2 ** 31)
  onTestFailed(() => console.error(`REYIELD_SEED=${seed}`))
  const plan = fc.record({ kilobytes: fc.integer({ min: 5000, max: 12_000 }), killed: fc.boolean() })
  return fc.sample(plan, { seed, numRuns: runs })
}

/** Opens a file as a server does. Returns the error code if that fails. */
async function refusalOf(db: string): Promise<string | undefined> {
  try {
    const local = await createLocalSwf({ db })
    await local.close()
    return undefined
  } catch (error) {
    return (error as LocalSwfError).code
  }
}

async function filled(file: string, notes: string, killed: boolean, fileBlocks?: number): Promise<void> {
  const writer = await HeavyWriter.start(file, notes, fileBlocks)
  await writer.untilRefused()
  await (killed ? writer.kill() : writer.close())
}

const time = { timeout: 60_000 + runs * 5000 }

test.skipIf(!mayMount())(
  `starts again with everything that was acknowledged when a full disk has space (${runs} full disks)`,
  time,
  async () => {
    for (const { kilobytes, killed } of plans()) {
      const disk = new SmallDisk(kilobytes)
      try {
        const file = join(disk.folder, 'swf.sqlite')
        const notes = `${newFile()}.notes`
        await filled(file, notes, killed)
        // while the disk is full, opening may fail, but only for this reason
        expect(['DB_UNWRITABLE', undefined]).toContain(await refusalOf(file))
        disk.makeRoom()
        const acknowledged = acknowledgedIn(notes)
        expect(acknowledged.length).toBeGreaterThan(20)
        expect(problemsAfterOpening(file, acknowledged)).toEqual([])
        expect(await refusalOf(file)).toBe(undefined)
      } finally {
        disk.remove()
      }
    }
  },
)

test(
  `starts again with everything that was acknowledged when files can grow again (${runs} full files)`,
  time,
  async () => {
    for (const { kilobytes, killed } of plans()) {
      const file = newFile()
      const notes = `${newFile()}.notes`
      await filled(file, notes, killed, kilobytes)
      expect(acknowledgedIn(notes).length).toBeGreaterThan(20)
      expect(problemsAfterOpening(file, acknowledgedIn(notes))).toEqual([])
      expect(await refusalOf(file)).toBe(undefined)
    }
  },
)
