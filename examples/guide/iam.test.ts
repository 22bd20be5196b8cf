import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, register, type Client } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { expect, it, vi } from 'vitest'
import { transcodeFilm } from '../07-media/workflows.ts'
import { agent } from '../08-agent/workflows.ts'
import { interestBatch } from '../09-nightly-batch/workflows.ts'
import { connectionTo } from '../process.ts'
import { poll } from '../start/demo.ts'
import { demos } from '../start/demos.ts'
import { examples } from '../start/executions.ts'
import { follow } from '../start/follow.ts'
import { startProcess } from '../start/processes.ts'
import { recordingProxy } from '../test/recording-proxy.ts'

/** What a policy allows. */
const allowed = (name: string): string[] => {
  const text = readFileSync(new URL(`iam/${name}.json`, import.meta.url), 'utf8')
  return (JSON.parse(text) as { Statement: { Action: string[] }[] }).Statement.flatMap(({ Action }) => Action)
}

const model = JSON.parse(
  readFileSync(new URL('../../packages/local/model/service-2.json', import.meta.url), 'utf8'),
) as { operations: object; shapes: { DecisionType: { enum: string[] } } }
const decisions = model.shapes.DecisionType.enum.map(name => `swf:${name}`)

it.each(['deployer', 'decider', 'activity-worker', 'client', 'reader'])(
  'the policy of the %s names actions and decisions that exist, each once',
  name => {
    const known = new Set([...Object.keys(model.operations).map(action => `swf:${action}`), ...decisions])
    const actions = allowed(name)
    expect(actions.filter(action => !known.has(action))).toEqual([])
    expect(actions).toHaveLength(new Set(actions).size)
  },
)

/** The actions that the sources of some folders can call. */
function callsIn(...folders: string[]): string[] {
  const files = folders.flatMap(folder => {
    const root = new URL(`../../packages/${folder}/`, import.meta.url)
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map(file => readFileSync(new URL(file, root), 'utf8'))
  })
  const names = files.flatMap(text => [...text.matchAll(/\bswf[.]([a-z]\w+)\(/g)].map(([, name]) => name!))
  const actions = names.map(name => `swf:${name[0]!.toUpperCase()}${name.slice(1)}`)
  return [...new Set(actions)].filter(action => Object.hasOwn(model.operations, action.slice(4))).toSorted()
}

it('workers call the actions of their policies, and no others', () => {
  const registering = 'swf:DescribeDomain' // by loop/register-types.ts, for both
  const withoutDecisions = allowed('decider').filter(action => !decisions.includes(action))
  expect(callsIn('worker/src/decisions')).toEqual(
    withoutDecisions.filter(action => action !== registering).toSorted(),
  )
  expect(callsIn('worker/src/activities')).toEqual(
    allowed('activity-worker')
      .filter(action => action !== registering)
      .toSorted(),
  )
})

it('reading executions needs only actions of the reader', () => {
  const inspecting = readdirSync(new URL('../../packages/inspect/src/', import.meta.url), {
    withFileTypes: true,
  })
    .filter(entry => entry.isDirectory() && entry.name !== 'bulk') // which signals, cancels and terminates many executions
    .map(({ name }) => `inspect/src/${name}`)
  const actions = callsIn(...inspecting, 'cli/src/commands/stuck', 'cli/src/doctor')
  expect(actions.filter(action => !allowed('reader').includes(action))).toEqual([])
})

it('the decider may make every decision', () => {
  expect(
    allowed('decider')
      .filter(action => decisions.includes(action))
      .toSorted(),
  ).toEqual(decisions.toSorted())
})

it('a run of the examples calls nothing that the policies of its processes forbid', async () => {
  const local = await createLocalSwf()
  const { url } = await local.listen()
  const [deployer, decider, worker, client] = await Promise.all([1, 2, 3, 4].map(() => recordingProxy(url)))
  const domain = 'tutorial'
  const executions = Object.values(examples).flatMap(example => example.executions)
  await register(connectionTo(deployer!.url).swf, {
    domain,
    workflows: [...executions.map(({ workflow }) => workflow), agent, interestBatch, transcodeFilm],
  })
  const folders = [...Object.values(examples), ...Object.values(demos)]
  const MEDIA_FOLDER = mkdtempSync(join(tmpdir(), 'reyield-media-'))
  const processes = folders.flatMap(({ folder, workers }) => [
    startProcess(folder, 'decider', { SWF_DOMAIN: domain, SWF_ENDPOINT: decider!.url }),
    ...Array.from({ length: workers }, () =>
      startProcess(folder, 'worker', { SWF_DOMAIN: domain, SWF_ENDPOINT: worker!.url, MEDIA_FOLDER }),
    ),
  ])
  await Promise.all(processes.map(({ ready }) => ready))
  vi.spyOn(console, 'log').mockImplementation(() => undefined) // the examples print their histories
  const { swf } = connectionTo(client!.url)
  const starter = createClient({ swf, domain })
  const expected = executions.map(async execution => {
    const handle = await execution.start(starter, { workflowId: execution.name })
    return await follow(execution, handle, 50)
  })
  const others = Promise.all([runAgent(starter), runBatch(starter), cancelFilm(starter)])
  expect(new Set(await Promise.all(expected))).toEqual(new Set([true]))
  expect(await others).toEqual(['out of budget', 2, 'WORKFLOW_CANCELED'])
  await Promise.all(processes.map(one => one.stop({ now: true })))
  for (const proxy of [deployer, decider, worker, client]) proxy!.close()
  await local.close()

  const beyond = ({ actions }: { actions: ReadonlySet<string> }, ...policies: string[]) =>
    [...actions].filter(action => !policies.flatMap(allowed).includes(action))
  expect({
    deployer: beyond(deployer!, 'deployer'),
    decider: beyond(decider!, 'decider', 'deployer'), // a worker registers its types when it begins
    worker: beyond(worker!, 'activity-worker', 'deployer'),
    client: beyond(client!, 'client'),
  }).toEqual({ deployer: [], decider: [], worker: [], client: [] })
  expect([...decider!.actions].filter(action => decisions.includes(action)).toSorted()).toEqual([
    'swf:CancelTimer',
    'swf:CancelWorkflowExecution',
    'swf:CompleteWorkflowExecution',
    'swf:ContinueAsNewWorkflowExecution',
    'swf:FailWorkflowExecution',
    'swf:RequestCancelActivityTask',
    'swf:ScheduleActivityTask',
    'swf:StartChildWorkflowExecution',
    'swf:StartTimer',
  ])
})

/** An agent that continues as new. */
async function runAgent(client: Client): Promise<string> {
  const budget = { steps: 2, tokens: 2000 }
  const task = {
    question: 'How many more inhabitants has Rome than Oslo?',
    budget,
    approveWithin: '1s',
    longest: 3,
  }
  return (await (await client.start(agent, task)).result()).state
}

/** A batch that starts a child. */
async function runBatch(client: Client): Promise<number> {
  const batch = { night: '2026-11-29', round: 1, accounts: 2, tolerate: 0 }
  return (await (await client.start(interestBatch, batch)).result()).done
}

/** A film that is canceled while its first part is transcoded. */
async function cancelFilm(client: Client): Promise<unknown> {
  const film = await client.start(transcodeFilm, { title: 'wedding', parts: 1, framesPerPart: 100_000 })
  await poll(async () =>
    (await film.history()).some(({ eventType }) => eventType === 'ActivityTaskStarted') ? true : undefined,
  )
  await film.requestCancel()
  return await film.result().catch((error: { code: string }) => error.code)
}
