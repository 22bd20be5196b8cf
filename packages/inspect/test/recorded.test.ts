import { readdirSync, readFileSync } from 'node:fs'
import { loadHistory } from '@reyield/testing'
import { describe, expect, it } from 'vitest'
import { decoding, view } from '../src/index.ts'

const folder = new URL('../../replay/test/golden/', import.meta.url)
const recorded = readdirSync(folder)
  .filter(name => name.endsWith('.json'))
  .map(name => [name, loadHistory(readFileSync(new URL(name, folder), 'utf8'))] as const)

describe('recorded histories', () => {
  it.each(recorded)(
    '%s is viewed at each of its events, and an event belongs to at most one step',
    async (_, run) => {
      for (let at = 1; at <= run.events.length; at++) {
        const { steps, engineSteps, last } = await view(run, { at, decode: decoding() })
        const ids = [...steps, ...engineSteps].flatMap(({ events }) => events)
        expect([last.eventId, ids.length]).toEqual([at, new Set(ids).size])
      }
    },
  )
})
