/**
 * A signal that looks for new messages when somebody asks whether it's aborted. A function that computes for long doesn't return to the
 * event loop, so its thread receives no message. With this it learns all the same that it should end.
 */
export function polledSignal(signal: AbortSignal, poll: () => void): AbortSignal {
  const aborted = (): boolean => {
    poll()
    return Reflect.get(AbortSignal.prototype, 'aborted', signal)
  }
  return Object.defineProperties(signal, {
    aborted: { get: aborted },
    throwIfAborted: {
      value: () => {
        if (aborted()) throw signal.reason
      },
    },
  })
}
