// The timer belongs to no activity, so its error ends the thread.
exports.waits = async () => {
  await new Promise(resolve => setTimeout(resolve, 10_000))
}
setTimeout(() => {
  throw new RangeError('outside')
}, 20)
