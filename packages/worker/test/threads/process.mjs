// Activities in threads, in a process of its own: their uncaught errors would end the tests, and the process has to end by itself.
import { createClient } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { createWorker, inThread } from '@reyield/worker'
import { activity, workflow } from '@reyield/workflow'

const names = ['rejects', 'timerThrows', 'badHeartbeat', 'returnsAtOnce', 'throwsAfterItsEnd', 'blocks']
const file = new URL('./uncaught.cjs', import.meta.url)
const lines = []
const logger = Object.fromEntries(
  ['debug', 'info', 'warn', 'error'].map(level => [
    level,
    (message, { activity: name, code } = {}) => {
      if (level === 'warn' || level === 'error') lines.push(`${name}: ${code}: ${message.split(': ')[0]}`)
    },
  ]),
)
const calls = workflow(
  { name: 'calls', taskList: 'main', executionStartToClose: '1h' },
  async function* (name) {
    try {
      return (yield* activity(name, { startToClose: '1h' })()) ?? 'nothing'
    } catch (error) {
      return `${error.cause.name}: ${error.cause.message.slice(0, 8)}`
    }
  },
)

const local = await createLocalSwf()
const place = { swf: local.swf, domain: 'd', taskList: 'main', logger }
const decider = createWorker({ ...place, workflows: [calls], watchdog: false })
const functions = names.map(name => [name, inThread(file, { export: name, threads: 2, grace: '20ms' })])
const worker = createWorker({ ...place, activities: Object.fromEntries(functions) })
await Promise.all([decider.ready, worker.ready])
const client = createClient(place)
const outcomes = {}
for (const name of names.slice(0, -1)) outcomes[name] = await (await client.start(calls, name)).result()
while (!lines.some(line => line.startsWith('throwsAfterItsEnd')))
  await new Promise(resolve => setTimeout(resolve, 5))
await client.start(calls, 'blocks')
while (worker.stats().activities.running === 0) await new Promise(resolve => setTimeout(resolve, 5))
await Promise.all([decider.stop(), worker.stop({ now: true })])
await local.close()
const echo = inThread(new URL('./activities.cjs', import.meta.url), { export: 'echo' })
outcomes.echo = await echo('called directly') // its idle thread must not keep the process
console.log(JSON.stringify({ outcomes, lines: lines.toSorted() }))
