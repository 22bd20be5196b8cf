import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { explore, run, type Mocks } from '@reyield/testing'
import '@reyield/testing/vitest'
import type { ActivityContext } from '@reyield/worker'
import { expect, it, vi } from 'vitest'
import * as impl from './activities.ts'
import { mediaFolder, partFile, type Film, type Part, type Transcoded } from './film.ts'
import { InterruptedError, transcodePart } from './transcode.ts'
import { transcodeFilm } from './workflows.ts'

// before film.ts is loaded, which reads it
await vi.hoisted(async () => {
  const { mkdtempSync } = await import('node:fs')
  const { tmpdir } = await import('node:os')
  process.env['MEDIA_FOLDER'] = mkdtempSync(`${tmpdir()}/reyield-media-`)
})

vi.spyOn(console, 'log').mockImplementation(() => undefined) // the activities print what they do

const film: Film = { title: 'holiday', parts: 3, framesPerPart: 4 }
const transcoded: Transcoded = { title: 'holiday', bytes: 768, digests: [] }

/** Mocks that know which parts exist. */
function studio() {
  const parts = new Set<number>()
  const activities = {
    transcodePart: ({ part }) => void parts.add(part),
    joinParts: () => transcoded,
    removeParts: () => parts.clear(),
  } satisfies Mocks<typeof impl>
  return { parts, activities }
}

it('transcodes the parts of a film, joins them and removes them', async () => {
  const ran = await run(transcodeFilm, film, { activities: { ...impl, transcodePart } }) // without threads
  const digests = expect.toSatisfy((all: string[]) => new Set(all).size === 12) as string[]
  expect(ran).toComplete({ title: 'holiday', bytes: 768, digests })
  expect(readFileSync(join(mediaFolder, 'holiday.film'), 'utf8')).toHaveLength(768)
  expect(() => readFileSync(partFile('holiday', 0))).toThrow('ENOENT')
})

it('continues a part from the last heartbeat of a worker that has died', async () => {
  const { activities } = studio()
  const begun: Part[] = []
  const ran = await run(
    transcodeFilm,
    { ...film, parts: 1 },
    {
      activities: {
        ...activities,
        async transcodePart(part, { heartbeat, never }) {
          begun.push(part)
          if (part.from === 3) return
          await heartbeat({ frames: part.from + 1 })
          await heartbeat({ frames: part.from + 3 })
          await never()
        },
      } satisfies Mocks<typeof impl>,
    },
  )
  expect(ran).toComplete(transcoded)
  expect(begun.map(({ from }) => from)).toEqual([0, 3])
})

it('continues a part where a worker has stopped', async () => {
  const { activities } = studio()
  const begun: number[] = []
  const ran = await run(
    transcodeFilm,
    { ...film, parts: 1 },
    {
      activities: {
        ...activities,
        transcodePart({ from }) {
          begun.push(from)
          if (from === 0) throw new InterruptedError(2)
        },
      } satisfies Mocks<typeof impl>,
    },
  )
  expect(ran).toComplete(transcoded)
  expect(begun).toEqual([0, 2])
})

it('writes the same file with an interruption as without one', () => {
  const part: Part = { title: 'film', part: 0, frames: 4, from: 0 }
  const context = (stopsAfter: number) => {
    let heartbeats = 0
    return {
      signal: new AbortController().signal,
      stopping: {
        get aborted() {
          return heartbeats === stopsAfter
        },
      },
      heartbeat: async () => void heartbeats++,
    } as ActivityContext
  }
  const transcode = (given: Part, stopsAfter = Infinity) => transcodePart(given, context(stopsAfter))
  const written = () => readFileSync(partFile('film', 0), 'utf8')
  expect(() => transcode(part, 3)).toThrow(InterruptedError)
  expect(written()).toHaveLength(3 * 64)
  transcode({ ...part, from: 2 }) // an earlier heartbeat: the third frame is written again
  const continued = written()
  rmSync(partFile('film', 0))
  transcode(part)
  expect(written()).toBe(continued)
})

it('leaves no parts, whatever fails, times out or is canceled, and in whatever order', async () => {
  const { complete, closeStatuses } = await explore(transcodeFilm, { ...film, parts: 2 }, () => {
    const { parts, activities } = studio()
    return {
      activities,
      outcomes: {
        transcodePart: ['completed', 'canceled', { failed: new RangeError('no picture') }],
        joinParts: ['completed'],
        removeParts: ['completed'],
      },
      finally: { 'there are no parts': () => parts.size === 0 },
    }
  })
  expect({ complete, closeStatuses }).toEqual({
    complete: true,
    closeStatuses: { COMPLETED: 4, FAILED: 28, CANCELED: 40 },
  })
})
