import { decide, history, where, whereText } from '@reyield/testing'
import { activities, all, workflow } from '@reyield/workflow'

interface Impl {
  charge(order: string): Promise<string>
  pack(item: string): Promise<void>
}
const { charge, pack } = activities<Impl>({ startToClose: '5m' })

const order = workflow({ name: 'order', executionStartToClose: '1 day' }, async function* (name: string) {
  const receipt = yield* charge(name)
  yield* all([carefully('glass'), carefully(receipt)])
})

async function* carefully(item: string) {
  yield* pack(item)
}

// An exported history works too: loadHistory(await readFile('stuck.json', 'utf8'))
const first = await decide(order, history(order).started('vase'))
const paid = first.next.completed(charge, 'paid')

const branches = await where(order, paid, { variables: true })
console.log(branches.map(whereText).join('\n'))
