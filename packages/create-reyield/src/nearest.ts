/** The name that is most like this one; undefined if none is like it. A name that it begins is like it. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const wanted = name.toLowerCase()
  const [first] = names
    .map(each => ({ each, far: wanted !== '' && each.startsWith(wanted) ? 0 : distance(wanted, each) }))
    .filter(({ far, each }) => far <= Math.max(1, Math.floor(each.length / 3)))
    .toSorted((a, b) => a.far - b.far)
  return first?.each
}

/** How many characters must be inserted, removed or replaced to turn one text into the other. */
function distance(one: string, other: string): number {
  let last = Array.from({ length: other.length + 1 }, (_, i) => i)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const replaced = last[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1)
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, replaced))
    }
    last = row
  }
  return last[other.length]!
}
