import type { Figure } from '../../measure.ts'
import { round } from '../../measure.ts'
import { heap } from './place.ts'

/** How much time and memory an item takes as there are more of them; the floor is the first step of the same run. */
export async function growth(
  measure: string,
  steps: readonly number[],
  grow: (from: number, to: number) => Promise<unknown>,
  { memory = true }: { readonly memory?: boolean } = {},
): Promise<Figure[]> {
  const figures: Figure[] = []
  const firsts = new Map<string, number>()
  const add = (at: string, value: number, unit: string) => {
    const floor = firsts.get(unit) ?? value
    firsts.set(unit, floor)
    figures.push({
      measure,
      at,
      value: round(value),
      unit,
      ...(floor === value ? {} : { floor: round(floor), ratio: round(value / floor) }),
    })
  }
  let from = 0
  for (const to of steps) {
    const bytes = heap()
    const begin = performance.now()
    await grow(from, to)
    add(`items=${to}`, ((performance.now() - begin) * 1000) / (to - from), 'us/item')
    if (memory) add(`items=${to}`, (heap() - bytes) / (to - from), 'bytes/item')
    from = to
  }
  return figures
}
