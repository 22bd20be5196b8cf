import { hash } from 'node:crypto'
import { appendFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ActivityContext } from '@reyield/worker'
import { frameSize, partFile, type Part, type Progress } from './film.ts'

/**
 * Transcodes one part of a film into a file of its own. It computes all the time, so it runs in a thread. Its heartbeats say how many frames
 * the file has, so another attempt continues there.
 */
export function transcodePart({ title, part, frames, from }: Part, context: ActivityContext): void {
  const { signal, stopping, heartbeat } = context
  const file = partFile(title, part)
  if (from === 0) begin(file)
  else truncateSync(file, from * frameSize) // the attempt before may have written more frames than it has reported
  console.log(`${process.pid} transcodes ${title}, part ${part}, from frame ${from}`)

  for (let frame = from; frame < frames; frame++) {
    signal.throwIfAborted() // the workflow has requested to cancel the activity
    if (stopping.aborted) throw new InterruptedError(frame)
    appendFileSync(file, transcodeFrame(`${title} ${part} ${frame}`))
    void heartbeat({ frames: frame + 1 } satisfies Progress) // at most two a second are sent
  }
}

/** The worker stops. Another one can continue. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'
  readonly frames: number
  constructor(frames: number) {
    super(`the worker stops after ${frames} frames`)
    this.frames = frames
  }
}

function begin(file: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, '')
}

/** Computes for some milliseconds, instead of encoding a picture. */
export function transcodeFrame(picture: string): string {
  let frame = picture
  for (let round = 0; round < 1000; round++) frame = hash('sha256', frame)
  return frame
}
