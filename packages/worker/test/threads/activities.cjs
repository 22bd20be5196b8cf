// The activities of the tests of threads. CommonJS, so that the same file runs in the test's thread with the same stacks.
const { setTimeout: sleep } = require('node:timers/promises')

class CardDeclined extends RangeError {
  constructor(message, orderId) {
    super(message)
    this.orderId = orderId
  }
}

exports.echo = value => value
exports.describe = async (
  input,
  { activityId, activityType, workflowExecution, log, heartbeat, taskToken },
) => {
  log.info('described', { input, problem: new CardDeclined('no', 7), lost: () => 1 })
  await heartbeat({ half: true })
  return {
    input,
    activityId,
    activityType,
    workflowId: workflowExecution.workflowId,
    token: taskToken.length > 0,
  }
}

exports.decline = async orderId => {
  throw new CardDeclined('declined', orderId)
}
exports.nothing = () => undefined
exports.manyFail = async () => {
  const error = new AggregateError([new CardDeclined('one', 1), 'two'], 'all failed', {
    cause: new TypeError('why'),
  })
  throw Object.assign(error, { code: 'E_ALL', at: new Date(0), deep: { secret: { deeper: 1 } } })
}
exports.throwsText = () => {
  throw 'just text'
}
exports.unserializable = () => ({ run: () => 1 })
exports.instance = () => ({ card: new CardDeclined('no', 1), price: new (class Money {})() })
exports.tooLong = () => 'x'.repeat(40_000)
exports.badHeartbeat = async (_, { heartbeat }) => heartbeat({ run: () => 1 })
exports.longHeartbeat = async (_, { heartbeat }) => heartbeat('x'.repeat(3000))

exports.untilAborted = async (_, { signal, heartbeat }) => {
  for (;;) {
    await heartbeat()
    await sleep(5, undefined, { signal }).catch(() => undefined)
    signal.throwIfAborted()
  }
}
exports.computes = (_, { signal, heartbeat }) => {
  for (let last = 0; !signal.aborted;) {
    if (Date.now() - last < 20) continue
    last = Date.now()
    void heartbeat({ last })
  }
  throw signal.reason
}
exports.blocks = (_, { heartbeat }) => {
  for (let last = 0, end = Date.now() + 60_000; Date.now() < end;) {
    if (Date.now() - last < 20) continue
    last = Date.now()
    void heartbeat?.({ last })
  }
}
exports.keepsOn = async (_, { heartbeat }) => {
  for (;;) {
    await heartbeat()
    await sleep(5)
  }
}
exports.swallows = async (_, { signal, heartbeat }) => {
  while (!signal.aborted) {
    await heartbeat()
    await sleep(5)
  }
  return 'done all the same'
}

exports.exits = async () => process.exit(3)
exports.grows = () => {
  const kept = []
  for (;;) kept.push(new Array(10_000).fill({}))
}
let running = 0
let most = 0
exports.counted = async () => {
  most = Math.max(most, ++running)
  await sleep(20)
  running--
  return { most, thread: require('node:worker_threads').threadId }
}
exports.errorOf = spec => {
  throw build(spec)
}
function build({ kind, message, cause, errors, data, value }) {
  const error = [
    () => new Error(message),
    () => new CardDeclined(message, 7),
    () => new AggregateError((errors ?? []).map(build), message),
    () => new DOMException(message, 'DataError'),
    () => value,
  ][kind]()
  if (!(error instanceof Error) || kind === 3) return error
  if (cause !== undefined) error.cause = build(cause)
  return Object.assign(error, data)
}
exports.notAFunction = 5
exports.Card = CardDeclined
exports.reasons = (_, { signal, stopping }) =>
  [signal, stopping].map(({ aborted, reason }) => aborted && String(reason))

// Throws, or ends its thread, most of the times.
exports.flaky = n => {
  const lot = Math.random()
  if (lot < 0.1) process.exit(1)
  if (lot < 0.4) throw new Error('try again')
  return n * 2
}

exports.later = (_, { taskToken }) => {
  exports.token = taskToken
  return require('@reyield/worker').completeLater()
}
exports.tokenOfLater = () => exports.token

exports.spins = () => {
  for (const end = Date.now() + 60_000; Date.now() < end;);
}
