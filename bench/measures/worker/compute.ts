/** An activity that uses the CPU for so many milliseconds and doesn't wait meanwhile. */
export async function compute(milliseconds: number): Promise<number> {
  let turns = 0
  for (const end = performance.now() + milliseconds; performance.now() < end; turns++)
    Math.hypot(turns, turns)
  return turns
}
