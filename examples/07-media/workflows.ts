import { activities, isReyieldError, map, shield, workflow } from '@reyield/workflow'
import type * as impl from './activities.ts'
import type { Film, Part, Progress, Transcoded } from './film.ts'

const { transcodePart } = activities<typeof impl>({
  startToClose: '1h',
  heartbeat: '3s', // a worker that has died is noticed within this time
  cancellation: 'wait', // parts are only removed when nobody writes them any longer
})
const { joinParts, removeParts } = activities<typeof impl>({
  startToClose: '1m',
  retry: { maximumAttempts: 5 },
})

/** Transcodes a film in parts, two at a time, and joins them. Whether that succeeds, fails or is canceled, it leaves no parts. */
export const transcodeFilm = workflow(
  { name: 'transcodeFilm', taskList: 'media', executionStartToClose: '1 day' },
  async function* (film: Film): AsyncGenerator<unknown, Transcoded> {
    const { title, framesPerPart: frames } = film
    try {
      const parts = Array.from({ length: film.parts }, (_, part) => ({ title, part, frames, from: 0 }))
      yield* map(parts, transcode, { concurrency: 2 })
      return yield* joinParts(film)
    } finally {
      yield* shield(removeParts(film)) // also if the execution is being canceled
    }
  },
)

/** Transcodes a part. If its worker dies or is stopped, another one continues where it was. */
async function* transcode(part: Part): AsyncGenerator<unknown, void> {
  for (let { from } = part, attempt = 1; ; attempt++) {
    try {
      return yield* transcodePart({ ...part, from })
    } catch (error) {
      if (attempt === 10) throw error
      from = progressOf(error) ?? from // it may have died before its first heartbeat
    }
  }
}

/** How many frames an interrupted activity has transcoded, by its last heartbeat or its own error. */
function progressOf(error: unknown): number | undefined {
  if (isReyieldError(error, 'ACTIVITY_TIMED_OUT')) return (error.details as Progress | undefined)?.frames
  if (isReyieldError(error, 'ACTIVITY_FAILED')) {
    const { name, data } = error.cause as { name: string; data?: Progress }
    if (name === 'InterruptedError') return data!.frames
  }
  throw error // it would fail again
}
