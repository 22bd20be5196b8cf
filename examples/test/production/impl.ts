import { appendFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { completeLater, type ActivityContext } from '@reyield/worker'

/** The test completes it: it reads the token from a file. */
export async function render(text: string, { taskToken }: ActivityContext) {
  appendFileSync(process.env['PRODUCTION_TOKENS']!, `${JSON.stringify({ text, taskToken })}\n`)
  return completeLater<string>()
}

/** Takes longer than its heartbeat timeout, and sends no heartbeats itself. */
export async function print(text: string, { signal }: ActivityContext): Promise<string> {
  await setTimeout(5000, undefined, { signal })
  return `printed ${text}`
}

export async function mail(text: string): Promise<string> {
  return `mailed ${text}`
}
