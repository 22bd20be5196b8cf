/**
 * durabletask-js: replays a complete history that is made here, by its own executor. Arguments: `serial` or `parallel`, and the number of
 * activities. The executor gets event objects, so nothing is parsed.
 */
import { createRequire } from 'node:module'
import { microsecondsPerActivity } from './replay-time.mjs'
import { versionOf } from './version-of.mjs'

const dist = '@microsoft/durabletask-js/dist'
const require = createRequire(import.meta.url)
const events = require(`./node_modules/${dist}/utils/pb-helper.util.js`)
const { OrchestrationExecutor } = require(`./node_modules/${dist}/worker/orchestration-executor.js`)
const { Registry } = require(`./node_modules/${dist}/worker/registry.js`)
const { NoOpLogger } = require(`./node_modules/${dist}/types/logger.type.js`)
const { whenAll } = require(`./node_modules/${dist}/task/index.js`)

const [, , mode, activities] = process.argv
const count = Number(activities)

const step = function step() {}
const programs = {
  async *serial(context, count) {
    let last
    for (let i = 0; i < count; i++) last = yield context.callActivity(step, i)
    return last
  },
  async *parallel(context, count) {
    const results = yield whenAll(Array.from({ length: count }, (_, i) => context.callActivity(step, i)))
    return results.length
  },
}
const registry = new Registry()
const stepName = registry.addActivity(step)
const programName = registry.addOrchestrator(programs[mode])

function historyOf() {
  const at = new Date('2026-01-01T00:00:00Z')
  const started = () => events.newOrchestratorStartedEvent(at)
  const scheduled = i => events.newTaskScheduledEvent(i + 1, stepName, JSON.stringify(i))
  const completed = i => events.newTaskCompletedEvent(i + 1, JSON.stringify({ ok: true, i }))
  const numbers = Array.from({ length: count }, (_, i) => i)
  return [
    started(),
    events.newExecutionStartedEvent(programName, 'id', JSON.stringify(count)),
    ...(mode === 'serial'
      ? numbers.flatMap(i => [scheduled(i), started(), completed(i)])
      : [...numbers.map(scheduled), started(), ...numbers.map(completed)]),
  ]
}

const history = historyOf()
const figure = await microsecondsPerActivity(
  count,
  () => new OrchestrationExecutor(registry, new NoOpLogger()),
  async executor => {
    const { actions } = await executor.execute('id', history.slice(0, -1), history.slice(-1))
    const last = actions.at(-1)
    const completed = last?.hasCompleteorchestration() && last.getCompleteorchestration()
    if (!completed || completed.getOrchestrationstatus() !== 1) throw new Error('The replay is not complete')
  },
)
console.log(
  JSON.stringify({ microsecondsPerActivity: figure, version: versionOf('@microsoft/durabletask-js') }),
)
