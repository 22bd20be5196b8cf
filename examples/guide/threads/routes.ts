import type { ActivityContext } from '@reyield/worker'

export interface Stop {
  readonly name: string
  readonly x: number
  readonly y: number
}

export interface Route {
  readonly stops: readonly string[]
  readonly length: number
}

/** The shortest way past all stops, back to the first. It tries all orders, which takes seconds for twelve stops. */
export function planRoute(stops: readonly Stop[], { signal, heartbeat }: ActivityContext): Route {
  const [depot, ...others] = stops
  let best: Route = { stops: [], length: Infinity }
  let tried = 0

  const extend = (way: readonly Stop[], left: readonly Stop[], length: number) => {
    if (length >= best.length) return
    if (++tried % 10_000 === 0) {
      signal.throwIfAborted() // is up to date, although this function never waits
      void heartbeat({ tried }) // is sent at once
    }
    if (left.length === 0) {
      const total = length + distance(way.at(-1)!, depot!)
      if (total < best.length) best = { stops: way.map(({ name }) => name), length: total }
    }
    for (const next of left) {
      const rest = left.filter(stop => stop !== next)
      extend([...way, next], rest, length + distance(way.at(-1)!, next))
    }
  }
  extend([depot!], others, 0)
  return best
}

const distance = (a: Stop, b: Stop) => Math.hypot(a.x - b.x, a.y - b.y)
