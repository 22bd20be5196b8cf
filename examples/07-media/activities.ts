import { readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { inThread } from '@reyield/worker'
import { frameSize, mediaFolder, partFile, type Film, type Transcoded } from './film.ts'
import type { transcodePart as transcodeInThread } from './transcode.ts'

/** Transcodes a part in a thread, so that the worker goes on with its polls, its heartbeats and its other activities. */
export const transcodePart = inThread<typeof transcodeInThread>(new URL('./transcode.js', import.meta.url), {
  threads: 2,
})

/** Joins the parts of a film to one file. */
export async function joinParts({ title, parts }: Film): Promise<Transcoded> {
  const contents = await Promise.all(
    Array.from({ length: parts }, (_, part) => readFile(partFile(title, part), 'utf8')),
  )
  const film = contents.join('')
  await writeFile(join(mediaFolder, `${title}.film`), film)
  console.log(`${process.pid} joins ${title}`)
  return { title, bytes: film.length, digests: film.match(new RegExp(`.{${frameSize}}`, 'g'))! }
}

/** Removes the parts of a film. If there are none, nothing happens. */
export async function removeParts({ title }: Film): Promise<void> {
  await rm(dirname(partFile(title, 0)), { recursive: true, force: true })
  console.log(`${process.pid} removes the parts of ${title}`)
}
