import type { RecordEffect } from './effect.ts'

/** Says only how far time had come; that of the state goes on with every transaction. */
export const clock: RecordEffect = (state, { seq }) => {
  state.clockSeq = seq
}
