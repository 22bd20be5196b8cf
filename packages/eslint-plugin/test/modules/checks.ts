export class TooExpensive extends Error {
  override readonly name = 'TooExpensive'
}

/** A check that workflow code makes by itself. */
export function check(total: number): void {
  if (total > 1000) throw new TooExpensive(`${total} is too much`)
}
