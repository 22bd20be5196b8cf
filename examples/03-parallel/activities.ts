import { setTimeout } from 'node:timers/promises'

/** Does one part of the work, and prints which worker does it. */
export async function ActivityA(part: number): Promise<string> {
  console.log(`worker ${process.pid} works on part ${part}`)
  await setTimeout(200)
  return `part ${part}`
}
