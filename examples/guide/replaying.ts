import { hostsOf, replayerOf, type RecordedRun } from '@reyield/inspect'
import { activities, all, workflow } from '@reyield/workflow'

interface Impl {
  charge(order: string): Promise<string>
  pack(item: string): Promise<void>
}
const { charge, pack } = activities<Impl>({ startToClose: '5m' })

export const order = workflow(
  { name: 'order', executionStartToClose: '1 day' },
  async function* (name: string) {
    const receipt = yield* charge(name)
    yield* all([pack('glass'), pack(receipt)])
  },
)

/** Prints where an execution waited after an event. */
export async function printMoment(run: RecordedRun, at: number): Promise<void> {
  const replayer = replayerOf([order])
  const { branches, decisions } = await replayer.moment(run, { at, variables: true })
  for (const { operation, lines, variables } of branches) console.log(operation, lines[0]?.text, variables)
  console.log(decisions)
}

/** The current build, and one that still has open executions. */
export const builds = () =>
  hostsOf({ workflows: ['dist/workflows.js'], buildId: '52a' }, [
    { workflows: ['/srv/builds/41f/dist/workflows.js'], buildId: '41f' },
  ])
