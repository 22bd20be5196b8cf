import { existsSync, readFileSync } from 'node:fs'
import type { Decision } from '@aws-sdk/client-swf'
import { loadHistory, replayAll } from '@reyield/testing'
import { expect, it } from 'vitest'
import { programs } from './programs.ts'
import { record } from './record.ts'

const fileOf = (name: string) => new URL(`${name}.json`, import.meta.url)

it.each(Object.keys(programs))(
  'the recorded history of %s replays with the same decisions at every decision task, kept, at once and by pages',
  async name => {
    if (process.env.REYIELD_RECORD === '1' && !existsSync(fileOf(name))) await record(name)
    const golden = readFileSync(fileOf(name), 'utf8')
    const { decisions } = JSON.parse(golden) as { decisions: Decision[][] }
    const tasks = await replayAll(programs[name]!, loadHistory(golden))
    expect(tasks.map(task => task.raw)).toEqual(decisions)
    expect(tasks.flatMap(task => task.differences ?? [])).toEqual(
      tasks.map(() => ({ notRecorded: [], notDecided: [] })),
    )
  },
)
