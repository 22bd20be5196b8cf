import type { TestClock } from '../clock/clock.ts'
import type { LocalSwf } from '../local-swf.ts'
import { notAPost, validation } from '../model/swf-errors.ts'
import { faultAnswer, type Answer } from '../transports/swf-protocol.ts'
import { json } from '../transports/http/responses.ts'

type Body = Record<string, unknown>

/** What a test may do over HTTP that no client of SWF may: move the clock, change the faults. */
export function testDoors(local: LocalSwf, clock: TestClock) {
  const doors = new Map<string, { usage: string; open(body: Body): Promise<object> }>([
    [
      '/_reyield/clock',
      {
        usage: 'POST {"advance":"2 days"}, {"toNextEvent":true} or {}',
        async open({ advance, toNextEvent }) {
          if (advance !== undefined) await clock.advance(advance as string)
          const moved = toNextEvent === true ? await clock.toNextEvent() : undefined
          return { now: clock.now(), ...(moved === undefined ? {} : { moved }) }
        },
      },
    ],
    [
      '/_reyield/faults',
      {
        usage: 'POST {"seed":7,"throttles":0.1,"lostResponses":0.05} or {}',
        async open(faults) {
          local.setFaults(faults)
          return {}
        },
      },
    ],
  ])
  return async (method: string, path: string, body: string): Promise<Answer | undefined> => {
    const door = doors.get(path)
    if (door === undefined) return undefined
    if (method !== 'POST') return faultAnswer(notAPost(method, door.usage))
    try {
      return json(200, await door.open(JSON.parse(body === '' ? '{}' : body) as Body))
    } catch (error) {
      return faultAnswer(validation((error as Error).message))
    }
  }
}
