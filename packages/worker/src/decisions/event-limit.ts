/** The most events that a history may have; then SWF terminates the execution (Amazon SWF quotas). */
export const mostEvents = 25_000
