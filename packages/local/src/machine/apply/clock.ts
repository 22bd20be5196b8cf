import type { RecordEffect } from './effect.ts'

/** Only records the time. Every transaction advances the time of the state, so there's nothing else to do. */
export const clock: RecordEffect = (state, { seq }) => {
  state.clockSeq = seq
}
