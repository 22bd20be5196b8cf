import { sourceTexts } from '@reyield/replay/where'
import type { SourceLine } from '../view/branch.ts'

/** Returns a function that converts lines such as `order (/app/workflows.ts:9:18)`, with the text at that place. */
export function sourceLines(): (lines: readonly string[]) => readonly SourceLine[] {
  const textAt = sourceTexts()
  const known = new Map<string, SourceLine | undefined>()
  return lines =>
    lines.flatMap(line => {
      if (!known.has(line)) known.set(line, sourceLineOf(line, textAt))
      return known.get(line) ?? []
    })
}

function sourceLineOf(
  text: string,
  textAt: (path: string, line: number) => string | undefined,
): SourceLine | undefined {
  const [, name, named] = /^(.+?) \((.+)\)$/.exec(text) ?? []
  const [, file, line, column] = /^(.+):(\d+):(\d+)$/.exec(named ?? text) ?? []
  if (file === undefined) return undefined
  return { name, file, line: Number(line), column: Number(column), text: textAt(file, Number(line)) }
}
