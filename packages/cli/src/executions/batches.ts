/** The most records that are kept until they are printed. */
const most = 1000

/** Collects what comes without a wait, so that a page is printed as soon as it has come, and at once. */
export async function* batches<T>(records: AsyncIterable<T>): AsyncGenerator<T[], void, undefined> {
  const iterator = records[Symbol.asyncIterator]()
  let batch: T[] = []
  try {
    for (;;) {
      const next = iterator.next()
      if (batch.length > 0 && (batch.length === most || (await isPending(next)))) {
        yield batch
        batch = []
      }
      const result = await next
      if (result.done === true) break
      batch.push(result.value)
    }
  } finally {
    await iterator.return?.()
  }
  if (batch.length > 0) yield batch
}

const pending = Symbol('pending')

/** Whether a promise is still pending after what can be done at once. */
async function isPending(promise: Promise<unknown>): Promise<boolean> {
  const soon = new Promise(resolve => setImmediate(resolve, pending))
  return (await Promise.race([promise.catch(() => undefined), soon])) === pending
}
