import type { StepKind } from './kind.ts'

export const requestCancel: StepKind<'requestCancel'> = {
  key: [],
  *enabled({ options, state }) {
    if (state.cancelRequests < (options.cancelRequests ?? 1)) {
      yield { step: { do: 'requestCancel' }, expected: false }
    }
  },
  take({ simulator, state }) {
    simulator.requestCancel()
    const changes = { cancelRequests: state.cancelRequests + 1 }
    return { sentence: 'a cancel request arrived', code: 'requestCancel()', changes }
  },
}
