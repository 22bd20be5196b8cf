import { createLocalSwf } from '@reyield/local'
import { createClient } from '@reyield/client'
import { decide, history } from '@reyield/testing'
import { activityWorker, consoleLogger, decider } from '@reyield/worker'
import { expect, it } from 'vitest'
import { backup, copies, copying } from './copy-files.ts'

const files = ['a', 'b', 'c']

it('goes on after the last heartbeat when the worker has died', async () => {
  const begun = await decide(backup, history(backup).started(files))
  expect(begun.decisions).toEqual([{ schedule: 'copyFiles', id: '1', input: { files, copied: 0 } }])
  const died = await decide(backup, begun.next.activityTimedOut('1', 'HEARTBEAT', { copied: 2 }))
  expect(died.decisions).toEqual([{ schedule: 'copyFiles', id: '2', input: { files, copied: 2 } }])
  const silent = await decide(backup, died.next.activityTimedOut('2', 'HEARTBEAT'))
  expect(silent.decisions).toEqual([{ schedule: 'copyFiles', id: '3', input: { files, copied: 0 } }])
})

it('goes on where a stopping worker has left it', async () => {
  const begun = await decide(backup, history(backup).started(files))
  const interrupted = Object.assign(new Error('the worker stops'), { name: 'Interrupted', copied: 1 })
  const stopped = await decide(backup, begun.next.activityFailed('1', interrupted))
  expect(stopped.decisions).toEqual([{ schedule: 'copyFiles', id: '2', input: { files, copied: 1 } }])
})

it('fails when nobody takes it, and with any other failure', async () => {
  const begun = await decide(backup, history(backup).started(files))
  const untaken = await decide(backup, begun.next.activityTimedOut('1', 'SCHEDULE_TO_START'))
  expect(untaken.ended).toMatchObject({ error: { code: 'ACTIVITY_TIMED_OUT' } })
  const failed = await decide(backup, begun.next.activityFailed('1', new Error('disk full')))
  expect(failed.ended).toMatchObject({ error: { code: 'ACTIVITY_FAILED', cause: { message: 'disk full' } } })
})

it('runs for real', async () => {
  const local = await createLocalSwf()
  const place = {
    swf: local.swf,
    domain: 'd',
    taskList: 'backups',
    logger: consoleLogger({ level: 'error' }),
  }
  const workers = [
    decider({ ...place, workflows: [backup] }),
    activityWorker({ ...place, activities: copying }),
  ]
  await Promise.all(workers.map(worker => worker.ready))
  const handle = await createClient(place).start(backup, files)
  expect([await handle.result(), copies]).toEqual(['3 files', files])
  await Promise.all(workers.map(worker => worker.stop()))
  await local.close()
})
