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
