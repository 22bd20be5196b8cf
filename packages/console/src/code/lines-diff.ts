/** More lines than this aren't compared line by line. */
const most = 2000

/** The differences of two lists of lines: what only the first has begins with `-`, what only the second has with `+`. Undefined if they are equal. */
export function linesDiff(
  before: readonly string[],
  after: readonly string[],
): readonly string[] | undefined {
  if (before.length === after.length && before.every((line, at) => line === after[at])) return undefined
  if (before.length > most || after.length > most) {
    return [...before.map(line => `- ${line}`), ...after.map(line => `+ ${line}`)]
  }
  const common = commonLengths(before, after)
  const diff: string[] = []
  let [one, other] = [0, 0]
  while (one < before.length || other < after.length) {
    if (one < before.length && before[one] === after[other]) {
      diff.push(`  ${before[one]}`)
      one++
      other++
    } else if (
      other >= after.length ||
      (one < before.length && common[one + 1]![other]! >= common[one]![other + 1]!)
    ) {
      diff.push(`- ${before[one++]}`)
    } else diff.push(`+ ${after[other++]}`)
  }
  return diff
}

/** For each pair of places, how many lines the rests have in common, in order. */
function commonLengths(before: readonly string[], after: readonly string[]): readonly Uint16Array[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1))
  for (let one = before.length - 1; one >= 0; one--) {
    for (let other = after.length - 1; other >= 0; other--) {
      lengths[one]![other] =
        before[one] === after[other]
          ? lengths[one + 1]![other + 1]! + 1
          : Math.max(lengths[one + 1]![other]!, lengths[one]![other + 1]!)
    }
  }
  return lengths
}
