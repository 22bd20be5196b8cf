import { view } from '@reyield/inspect'
import { decide, history } from '@reyield/testing'
import { activities, all, sleep, workflow } from '@reyield/workflow'

interface Impl {
  charge(order: string): Promise<string>
  pack(item: string): Promise<void>
}
const { charge, pack } = activities<Impl>({ startToClose: '5m', retry: { maximumAttempts: 5 } })

const order = workflow({ name: 'order', executionStartToClose: '1 day' }, async function* (name: string) {
  yield* all([charge(name), pack(name), sleep('1h')])
})

// An exported history works too: loadHistory(await readFile('stuck.json', 'utf8'))
const first = await decide(order, history(order).started('vase'))
const failed = first.next.failed(charge, new Error('card reader offline'))
const { next } = await decide(order, failed)

const { state, steps, problems } = await view(next, { now: new Date('2026-01-01T00:10:00Z') })
console.log(state)
for (const { id, kind, name, state, failure } of steps) {
  console.log(`${id} ${name ?? kind}: ${state}${failure === undefined ? '' : ` (${failure.message})`}`)
}
for (const { text } of problems) console.log(`! ${text}`)
