let reported = false

/**
 * Runs code of the telemetry, whose errors mustn't affect what it measures. The first error of the process is reported on the standard
 * error.
 */
export function quietly<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    if (!reported) {
      reported = true
      console.error('Reyield: telemetry has failed, and some metrics or spans are missing:', error)
    }
    return undefined
  }
}
