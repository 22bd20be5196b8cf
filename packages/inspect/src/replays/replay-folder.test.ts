import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, register } from '@reyield/client'
import { createLocalSwf, exportHistories, testClock } from '@reyield/local'
import { activities, isReyieldError, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { decide, history } from '@reyield/testing'
import { loadHistories, loadHistory } from '../history/load-history.ts'
import { replayFolder } from './replay-folder.ts'

const { charge, pay } = activities<{ charge(): Promise<string>; pay(): Promise<string> }>({
  startToClose: '5m',
})
const before = workflow({ name: 'order', executionStartToClose: '1 day' }, async function* () {
  return yield* charge()
})
const after = workflow({ name: 'order', executionStartToClose: '1 day' }, async function* () {
  return yield* pay()
})

async function recorded(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'reyield-'))
  mkdirSync(join(folder, 'open'))
  const open = (await decide(before, history(before).started())).next
  const done = (await decide(before, open.completed(charge, 'paid'))).next
  writeFileSync(join(folder, 'done.json'), JSON.stringify({ events: done.events }))
  writeFileSync(
    join(folder, 'open', '7.json'),
    JSON.stringify({ execution: open.execution, events: open.events }),
  )
  writeFileSync(join(folder, 'README.md'), 'not a history')
  return folder
}

it('replays every history of a folder and its subfolders at every decision task', async () => {
  const replayed = await replayFolder(await recorded(), [before])
  const ours = { workflowId: 'order-1', runId: 'run/1=' }
  expect(replayed.map(({ file, execution, tasks }) => [file, execution, tasks.length])).toEqual([
    ['done.json', undefined, 2],
    [join('open', '7.json'), ours, 1],
  ])
})

it('replays all executions of an export of the local SWF', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reyield-'))
  const db = join(folder, 'swf.sqlite')
  const local = await createLocalSwf({ db, clock: testClock() })
  await register(local.swf, { domain: 'shop', workflows: [before], activities: [{ name: 'charge' }] })
  const client = createClient({ swf: local.swf, domain: 'shop' })
  for (const workflowId of ['order-1', 'order-2']) {
    await client.start(before, undefined, { workflowId, taskList: 'orders' })
    const { taskToken, events, workflowExecution } = await local.swf.pollForDecisionTask({
      domain: 'shop',
      taskList: { name: 'orders' },
    })
    const { workflowId: id, runId } = workflowExecution!
    const polled = { execution: { workflowId: id!, runId: runId! }, events: events! }
    const { raw } = await decide(before, polled)
    await local.swf.respondDecisionTaskCompleted({ taskToken, decisions: [...raw] })
  }
  await local.close()
  writeFileSync(join(folder, 'export.json'), JSON.stringify(exportHistories(db)))

  const replayed = await replayFolder(folder, [before])
  expect(
    replayed.map(({ file, execution, tasks }) => [file, execution!.workflowId, tasks[0]!.differences]),
  ).toEqual([
    ['export.json', 'order-1', { notRecorded: [], notDecided: [] }],
    ['export.json', 'order-2', { notRecorded: [], notDecided: [] }],
  ])
  const error: unknown = await replayFolder(folder, [after]).catch((thrown: unknown) => thrown)
  if (!isReyieldError(error, 'REPLAY_FAILED')) throw error
  expect(error.message).toMatch(
    /2 of 2 histories in .* don't replay\n\nexport\.json: order-1, run [^]*\nexport\.json: order-2, run /,
  )
  const all = loadHistories(exportHistories(db))
  expect(all.map(({ execution }) => execution!.workflowId)).toEqual(['order-1', 'order-2'])
  expect(loadHistory(exportHistories(db, { workflowId: 'order-2' }))).toEqual(all[1])
})

it('reports each history that does not fit the code with the diff and the source line', async () => {
  const folder = await recorded()
  const error: unknown = await replayFolder(folder, [after]).catch((thrown: unknown) => thrown)
  if (!isReyieldError(error, 'REPLAY_FAILED')) throw error
  expect(error.message.replaceAll(/at .*replay-folder\.test\.ts:\d+:\d+\)?/g, 'at LINE')).toBe(
    `2 of 2 histories in ${folder} don't replay\n` +
      ['done.json', join('open', '7.json')]
        .map(
          file =>
            `\n${file}${file === 'done.json' ? '' : ': order-1, run run/1='}\n` +
            "  Workflow 'order' doesn't do what its history records\n" +
            "  - history: event 5 ActivityTaskScheduled id '1' charge 1.0\n" +
            "  + program: asks for activity pay 1.0 under id '1'\n" +
            "             wants activity id '1' pay 1.0\n" +
            '             at LINE\n' +
            "  Likely: the code at this place was changed from 'charge' to 'pay' without patched(…)\n" +
            '  The execution is left as it is: deploy code that fits its history',
        )
        .join('\n'),
  )
})

it('reports a history of another type, and a file that is not a history', async () => {
  const folder = await recorded()
  writeFileSync(join(folder, 'broken.json'), '{')
  const other = workflow({ name: 'other', executionStartToClose: '1 day' }, function* () {
    yield* charge()
  })
  await expect(replayFolder(folder, [other])).rejects.toThrow(
    /broken\.json\n {2}.*isn't valid JSON[^]*done\.json\n {2}The history is of workflow type order 1\.0, .* \(other 1\.0\)/,
  )
})
