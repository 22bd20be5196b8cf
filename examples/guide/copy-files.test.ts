import { createLocalSwf } from '@reyield/local'
import { createClient } from '@reyield/client'
import { decide, everyCrash, failing, history, run, type Mocks } from '@reyield/testing'
import { consoleLogger, createWorker } from '@reyield/worker'
import { expect, it } from 'vitest'
import { backup, copies, copying } from './copy-files.ts'

const files = ['a', 'b', 'c']

it('continues after the last heartbeat, however many workers crash', async () => {
  const beats = [2, undefined]
  const { result, calls } = await run(backup, files, {
    activities: {
      async copyFiles({ copied }, { heartbeat, never }) {
        if (beats.length === 0) return `the rest from ${copied} on`
        const beat = beats.shift()
        if (beat !== undefined) await heartbeat({ copied: beat })
        return never()
      },
    } satisfies Mocks<typeof copying>,
  })
  expect(result).toBe('the rest from 2 on')
  expect(calls.map(({ input, outcome }) => [input, outcome])).toEqual([
    [{ files, copied: 0 }, undefined], // crashes after its second file
    [{ files, copied: 2 }, undefined], // crashes before its next file
    [{ files, copied: 2 }, 'completed'],
  ])
})

it('continues where a stopping worker has left it', async () => {
  const interrupted = Object.assign(new Error('the worker stops'), { name: 'Interrupted', copied: 1 })
  const { calls, result } = await run(backup, files, {
    activities: {
      copyFiles: failing(interrupted, {
        times: 1,
        then: (rest, context) => copying.copyFiles(rest, context),
      }),
    } satisfies Mocks<typeof copying>,
  })
  expect([result, calls.map(({ input }) => input)]).toEqual([
    '3 files',
    [
      { files, copied: 0 },
      { files, copied: 1 },
    ],
  ])
})

it('fails if no worker takes it, and with any other failure', async () => {
  const begun = await decide(backup, history(backup).started(files))
  const untaken = await decide(backup, begun.next.activityTimedOut('1', 'SCHEDULE_TO_START'))
  expect(untaken.ended).toMatchObject({ error: { code: 'ACTIVITY_TIMED_OUT' } })
  const { error } = await run(backup, files, { activities: { copyFiles: failing(new Error('disk full')) } })
  expect(error).toMatchObject({ code: 'ACTIVITY_FAILED', cause: { message: 'disk full' } })
})

it('copies all files whichever process crashes, at every point', async () => {
  await everyCrash(backup, files, { activities: copying })
})

it('runs on a local SWF', async () => {
  copies.splice(0)
  const local = await createLocalSwf()
  const place = {
    swf: local.swf,
    domain: 'd',
    taskList: 'backups',
    logger: consoleLogger({ level: 'error' }),
  }
  const worker = createWorker({ ...place, workflows: [backup], activities: copying })
  await worker.ready
  const handle = await createClient(place).start(backup, files)
  expect([await handle.result(), copies]).toEqual(['3 files', files])
  await worker.stop()
  await local.close()
})
