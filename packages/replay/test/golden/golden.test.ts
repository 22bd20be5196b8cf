import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Decision } from '@aws-sdk/client-swf'
import { loadHistory, replayAll } from '@reyield/testing'
import { expect, it } from 'vitest'
import { courses } from './courses.ts'
import { programs } from './programs.ts'
import { withoutProse } from './prose.ts'
import { record } from './record.ts'

const fileOf = (name: string) => new URL(`${name}.json`, import.meta.url)

it.each(Object.keys(programs))(
  'the recorded history of %s replays with the same decisions at every decision task, kept, at once and by pages',
  async name => {
    if (process.env.REYIELD_RECORD === '1' && !existsSync(fileOf(name))) await record(name)
    const golden = readFileSync(fileOf(name), 'utf8')
    const { answers = {}, since = {} } = courses[name] ?? {}
    const { decisions } = JSON.parse(golden) as { decisions: Decision[][] }
    const tasks = await replayAll(programs[name]!, loadHistory(golden))
    const decided = (number: number) => !(number in answers) // else the execution was held, and the answer isn't the program's
    const answered = (all: readonly (readonly Decision[])[]) =>
      all.filter((_, number) => decided(number)).map(batch => batch.map(withoutProse))
    expect(answered(tasks.map(task => task.raw))).toEqual(
      answered(decisions.map((raw, number) => since[number]?.(raw) ?? raw)),
    )
    const same = tasks.filter((_, number) => decided(number) && !(number in since))
    expect(same.flatMap(task => task.differences ?? [])).toEqual(
      same.map(() => ({ notRecorded: [], notDecided: [] })),
    )
  },
)

it('every recorded history, and every course, belongs to a program that is replayed', () => {
  const names = Object.keys(programs).sort()
  const recorded = readdirSync(new URL('.', import.meta.url)).filter(file => file.endsWith('.json'))
  expect(recorded.map(file => file.replace(/\.json$/, '')).sort()).toEqual(names)
  expect(Object.keys(courses).filter(name => !names.includes(name))).toEqual([])
})
