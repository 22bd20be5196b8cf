/** How many characters must be inserted, removed, replaced or swapped with their neighbor to turn one text into the other. */
export function distance(one: string, other: string): number {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, i) => i)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same)
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        least = Math.min(least, before[j - 2]! + 1)
      }
      row.push(least)
    }
    before = last
    last = row
  }
  return last[other.length]!
}

/** The names that are most like this one, at most `most`; none if nothing is like it. A name that it begins is very like it. */
export function nearest(name: string, names: Iterable<string>, most = 1): string[] {
  const near: { name: string; far: number }[] = []
  const limit = Math.max(2, Math.floor(name.length / 3))
  const wanted = name.toLowerCase()
  for (const each of new Set(names)) {
    const found = each.toLowerCase()
    // the length alone says that most names are too far
    if (Math.abs(found.length - wanted.length) > limit && !found.startsWith(wanted)) continue
    const far = found.startsWith(wanted) ? 1 : distance(wanted, found)
    if (far <= limit) near.push({ name: each, far })
  }
  const least = Math.min(...near.map(({ far }) => far))
  return near
    .filter(({ far }) => far === least)
    .slice(0, most)
    .map(({ name }) => name)
}
