import { setTimeout } from 'node:timers/promises'

/** Takes its part of the work; says so, that one sees which worker has it. */
export async function ActivityA(part: number): Promise<string> {
  console.log(`worker ${process.pid} works on part ${part}`)
  await setTimeout(200)
  return `part ${part}`
}
