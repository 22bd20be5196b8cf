/** Takes its part of the work; says so, that one sees which worker has it. */
export async function ActivityA(part: number): Promise<string> {
  console.log(`worker ${process.pid} works on part ${part}`)
  return `part ${part}`
}
