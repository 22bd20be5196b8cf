/** Where the engine's own files lie, as stack frames show it. */
const engine = new URL('..', import.meta.url).pathname

/**
 * The program's part of a stack: down to the engine's first frame, without Node's own. What lies below depends on how the
 * history was fed, and a decision must not.
 */
export function programStack(stack: string): string {
  const lines = stack.split('\n')
  const first = lines.findIndex(line => /^\s+at /.test(line))
  if (first < 0) return stack
  const below = lines.findIndex((line, index) => index >= first && line.includes(engine))
  const frames = lines.slice(first, below < 0 ? undefined : below)
  return [
    ...lines.slice(0, first),
    ...frames.filter(line => !/<anonymous>|\(?node:internal/.test(line)),
  ].join('\n')
}

/** Where the operations are made. */
const operations = new URL('..', import.meta.resolve('@reyield/workflow')).pathname

/** The program's own frames of a stack taken while an operation is made or yielded: `order (/app/workflows.js:12:20)`. */
export function programFrames(stack: string): string[] {
  const frames = stack.split('\n').filter(line => /^\s+at /.test(line))
  const below = frames.findIndex(line => line.includes(engine))
  return frames
    .slice(0, below < 0 ? undefined : below)
    .filter(line => !line.includes(operations) && !/<anonymous>|\(?node:internal/.test(line))
    .map(line => line.trim().replace(/^at (async )?/, ''))
}
