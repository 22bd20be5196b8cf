// Activities that cause errors which no code catches.
const left = () => new RangeError('left behind')
const never = () => new Promise(() => undefined)

exports.rejects = async () => {
  void Promise.reject(left())
  await never()
}
exports.timerThrows = async () => {
  setTimeout(() => {
    throw left()
  })
  await never()
}
exports.badHeartbeat = async (_, { heartbeat }) => {
  void heartbeat('x'.repeat(3000))
  await never()
}
exports.returnsAtOnce = async () => void Promise.reject(left())
exports.throwsAfterItsEnd = async () => {
  setTimeout(() => {
    throw left()
  }, 30)
}
exports.blocks = () => {
  for (;;);
}
