import { basename } from 'node:path'
import { expect } from 'vitest'
import { attributesMember } from '../../src/model/event-attributes.ts'
import type { WireEvent } from '../../src/machine/transaction.ts'
import { isNoting, tellsMore, write } from './store.ts'

type Kind = 'action' | 'decision' | 'event' | 'cause' | 'timeout' | 'fault' | 'quota'

/** By `kind id`: the test that has seen it, preferably one whose name mentions it. */
const seen = new Map<string, string>()
let file = ''

/** Notes that the running test has seen something. Files with random tests don't count (`isNoting`). */
export function note(kind: Kind, id: string): void {
  const { currentTestName, testPath } = expect.getState()
  if (currentTestName === undefined || !isNoting(testPath!)) return
  file = basename(testPath!)
  const key = `${kind} ${id}`
  const test = `${file}: ${currentTestName}`
  const before = seen.get(key)
  if (before === undefined || tellsMore(key, test, before)) seen.set(key, test)
}

/** Notes an event, and its cause or timeout type if it has one. */
export function noteEvent(event: WireEvent): void {
  const { eventType } = event
  note('event', eventType)
  const { cause, timeoutType } = (event[attributesMember(eventType)] ?? {}) as Record<
    string,
    string | undefined
  >
  if (cause !== undefined) note('cause', `${eventType} ${cause}`)
  if (timeoutType !== undefined) note('timeout', `${eventType} ${timeoutType}`)
}

/** Notes an action, and the decisions in its input. */
export function noteRequest(action: string, input: unknown): void {
  note('action', action)
  const { decisions } = (input ?? {}) as { decisions?: { decisionType?: string }[] }
  if (!Array.isArray(decisions)) return
  for (const { decisionType } of decisions) if (decisionType !== undefined) note('decision', decisionType)
}

/** Writes what the tests of a file have seen, and forgets it. */
export function writeNotes(): void {
  if (file === '') return
  write({ file, notes: Object.fromEntries(seen) })
  seen.clear()
  file = ''
}
