import { appendFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { completeLater, type ActivityContext } from '@reyield/worker'

/** The activities of an order, besides `checksum`. Each writes its start to the file PRODUCTION_STARTS. */
const begins = (activity: string) =>
  appendFileSync(process.env['PRODUCTION_STARTS']!, `${process.pid} ${activity} ${Date.now()}\n`)

/** The test completes it. */
export async function render(text: string, { taskToken }: ActivityContext) {
  begins('render')
  appendFileSync(process.env['PRODUCTION_TOKENS']!, `${JSON.stringify({ text, taskToken })}\n`)
  return completeLater<string>()
}

/** Takes longer than its heartbeat timeout, and sends no heartbeats itself. */
export async function print(text: string, { signal }: ActivityContext): Promise<string> {
  begins('print')
  await setTimeout(5000, undefined, { signal })
  return `printed ${text}`
}

export async function mail(text: string): Promise<string> {
  begins('mail')
  return `mailed ${text}`
}
