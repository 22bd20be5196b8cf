import { rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, expect, onTestFailed, test } from 'vitest'
import { acknowledgedIn, problemsAfterOpening, HeavyWriter, killWriters, type State } from './heavy-load.ts'
import { newFile } from './read-log.ts'

afterEach(killWriters)

const deep = process.env.REYIELD_DEEP === '1'
const states = deep ? 300 : 20
const kills = deep ? 100 : 4
/** When a file is longer than this, a new one is used, since copying takes long. */
const longest = 8_000_000

/** Random values. A failed test prints the seed, and `REYIELD_SEED` sets it. */
function random(): (most: number) => number {
  const seed = Number(process.env.REYIELD_SEED ?? Date.now() % 2 ** 31)
  onTestFailed(() => console.error(`REYIELD_SEED=${seed}`))
  const samples = fc.sample(fc.double({ min: 0, max: 1, noNaN: true }), { seed, numRuns: 10_000 })
  return most => samples.pop()! * most
}

/** Waits for a random moment that is likely to be within a checkpoint. */
async function aim(writer: HeavyWriter, upTo: (most: number) => number): Promise<void> {
  await writer.checkpointBegins()
  const end = performance.now() + upTo(4)
  while (performance.now() < end); // a timer would not be precise enough
}

test(
  `opens with everything that was acknowledged after a stop at any write (${states} states within checkpoints)`,
  { timeout: 60_000 + states * 2000 },
  async () => {
    const upTo = random()
    const seen = { duringCheckpoint: 0, short: 0, all: 0 }
    let writer: HeavyWriter | undefined
    while (seen.duringCheckpoint < states || seen.short === 0) {
      if (writer === undefined || statSync(writer.file).size > longest) {
        await writer?.kill()
        if (writer !== undefined) rmSync(dirname(writer.file), { recursive: true })
        const file = newFile()
        writer = await HeavyWriter.start(file, `${file}.notes`)
      }
      if (seen.all % 4 === 0) await pause(upTo(20))
      else await aim(writer, upTo)
      const state: State = writer.takeState()
      seen.all++
      if (state.duringCheckpoint) seen.duringCheckpoint++
      if (state.short) seen.short++
      expect(problemsAfterOpening(state.file, state.acknowledged)).toEqual([])
      rmSync(dirname(state.file), { recursive: true })
      writer.goOn()
    }
    await writer?.kill()
    console.log(
      `${seen.all} states: ${seen.duringCheckpoint} within a checkpoint, ${seen.short} with a short main file`,
    )
  },
)

test(
  `opens with everything that was acknowledged after each of ${kills} kills under heavy load`,
  { timeout: 60_000 + kills * 3000 },
  async () => {
    const upTo = random()
    let file = newFile()
    for (let kill = 0; kill < kills; kill++) {
      if (kill > 0 && statSync(file).size > longest) file = newFile()
      const writer = await HeavyWriter.start(file, `${file}.notes`)
      if (kill % 2 === 0) await pause(upTo(300))
      else await aim(writer, upTo)
      await writer.kill()
      expect(problemsAfterOpening(file, acknowledgedIn(`${file}.notes`))).toEqual([])
    }
  },
)
