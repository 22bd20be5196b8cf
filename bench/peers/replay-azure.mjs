/**
 * Azure durable-functions: replays a complete history that is made here, by the executor of the package's own tests. Arguments: `serial`
 * or `parallel`, and the number of activities. The executor gets event objects, so nothing is parsed.
 */
import { createRequire } from 'node:module'
import { microsecondsPerActivity } from './replay-time.mjs'
import { versionOf } from './version-of.mjs'

process.env.AzureWebJobsStorage ??= ''
console.warn = () => {} // it warns that it doesn't run in Azure
const require = createRequire(import.meta.url)
require('durable-functions')
const {
  DummyOrchestrationContext,
  DurableOrchestrationInput,
  createOrchestrator,
} = require('durable-functions/lib/src/util/testingUtils.js')
const classOf = name => require(`durable-functions/lib/src/history/${name}Event.js`)[`${name}Event`]

const [, , mode, activities] = process.argv
const count = Number(activities)

function historyOf() {
  const events = []
  let at = Date.UTC(2026, 0, 1)
  const add = (name, attributes) => {
    const Event = classOf(name)
    events.push(new Event({ eventId: -1, timestamp: new Date(at++), isPlayed: true, ...attributes }))
  }
  const schedule = i => add('TaskScheduled', { eventId: i, name: 'step', input: JSON.stringify(i) })
  const complete = i => add('TaskCompleted', { taskScheduledId: i, result: JSON.stringify({ ok: true, i }) })
  const nextTask = () => {
    add('OrchestratorCompleted')
    add('OrchestratorStarted')
  }
  add('OrchestratorStarted')
  add('ExecutionStarted', { name: mode, input: JSON.stringify(count) })
  if (mode === 'serial') {
    for (let i = 0; i < count; i++) {
      schedule(i)
      nextTask()
      complete(i)
    }
  } else {
    for (let i = 0; i < count; i++) schedule(i)
    nextTask()
    for (let i = 0; i < count; i++) complete(i)
  }
  return events
}

const programs = {
  *serial({ df }) {
    let last
    for (let i = 0; i < df.getInput(); i++) last = yield df.callActivity('step', i)
    return last
  },
  *parallel({ df }) {
    const steps = Array.from({ length: df.getInput() }, (_, i) => df.callActivity('step', i))
    return (yield df.Task.all(steps)).length
  },
}
const orchestrate = createOrchestrator(programs[mode])
const events = historyOf()

/** The executor marks events, so each replay gets copies. */
const copies = () => events.map(event => Object.assign(Object.create(Object.getPrototypeOf(event)), event))
const figure = await microsecondsPerActivity(count, copies, async history => {
  const context = new DummyOrchestrationContext('bench', 'bench', () => {})
  const state = await orchestrate(new DurableOrchestrationInput('id', history, count), context)
  if (!JSON.parse(JSON.stringify(state)).isDone) throw new Error('The replay is not complete')
})
console.log(JSON.stringify({ microsecondsPerActivity: figure, version: versionOf('durable-functions') }))
