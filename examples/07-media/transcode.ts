import { hash } from 'node:crypto'
import { closeSync, constants, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ActivityContext } from '@reyield/worker'
import { frameSize, partFile, type Part, type Progress } from './film.ts'

/**
 * Transcodes one part of a film into a file of its own. It computes all the time, so it runs in a thread. Its heartbeats say how many frames
 * the file has, so another attempt continues there. A frame has its place in the file. So if two attempts write it, the file is the same.
 */
export function transcodePart({ title, part, frames, from }: Part, context: ActivityContext): void {
  const { signal, stopping, heartbeat } = context
  const file = opened(partFile(title, part))
  console.log(`${process.pid} transcodes ${title}, part ${part}, from frame ${from}`)
  try {
    for (let frame = from; frame < frames; frame++) {
      signal.throwIfAborted() // the workflow has requested to cancel the activity
      if (stopping.aborted) throw new InterruptedError(frame)
      writeSync(file, transcodeFrame(`${title} ${part} ${frame}`), frame * frameSize)
      void heartbeat({ frames: frame + 1 } satisfies Progress) // at most two a second are sent
    }
  } finally {
    closeSync(file)
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

/** Opens a file for writing. If it exists, it keeps its contents. */
function opened(file: string): number {
  mkdirSync(dirname(file), { recursive: true })
  return openSync(file, constants.O_WRONLY | constants.O_CREAT)
}

/** Computes for some milliseconds, instead of encoding a picture. */
function transcodeFrame(picture: string): string {
  let frame = picture
  for (let round = 0; round < 1000; round++) frame = hash('sha256', frame)
  return frame
}
