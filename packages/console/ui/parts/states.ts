/** A drawing that differs from the others without its color. */
export type StateShape = 'ring' | 'check' | 'cross' | 'clock' | 'square' | 'slash' | 'arrow' | 'triangle'

/** How a state is shown. */
export interface StateLook {
  readonly shape: StateShape
  /** A class of `.state`: its color. */
  readonly tone: 'live' | 'ok' | 'warn' | 'bad' | 'quiet'
  readonly text: string
}

const looks: Readonly<Record<string, StateLook>> = {
  open: { shape: 'ring', tone: 'live', text: 'Open' },
  completed: { shape: 'check', tone: 'ok', text: 'Completed' },
  failed: { shape: 'cross', tone: 'bad', text: 'Failed' },
  timedout: { shape: 'clock', tone: 'bad', text: 'Timed out' },
  terminated: { shape: 'square', tone: 'bad', text: 'Terminated' },
  canceled: { shape: 'slash', tone: 'quiet', text: 'Canceled' },
  continuedasnew: { shape: 'arrow', tone: 'quiet', text: 'Continued as new' },
}

/** The look of a state, however it's spelled: `timedOut`, `timed-out`, `TIMED_OUT`. */
export const stateOf = (state: string): StateLook =>
  looks[state.toLowerCase().replace(/[^a-z]/g, '')] ?? { shape: 'ring', tone: 'quiet', text: state }
