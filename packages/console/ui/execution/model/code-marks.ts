import type { Branch, SourceLine, StepView } from '@reyield/inspect'
import { stepAt, type At, type StateAt } from './step-at.ts'

/** What the gutter shows beside one line at a moment. */
export interface LineMarks {
  readonly line: number
  /** Branches that wait here: the innermost line of each. */
  readonly waits: readonly Branch[]
  /** Branches that wait in something that this line called. */
  readonly calls: readonly Branch[]
  /** Steps that this line had requested. */
  readonly steps: readonly { readonly step: StepView; readonly state: StateAt }[]
}

/** The marks of one file, by their lines. `branches`: those of the moment; undefined where they aren't known. */
export function codeMarks(
  file: string,
  steps: readonly StepView[],
  branches: readonly Branch[] | undefined,
  at: At,
): ReadonlyMap<number, LineMarks> {
  const marks = new Map<
    number,
    { line: number; waits: Branch[]; calls: Branch[]; steps: LineMarks['steps'][number][] }
  >()
  const of = (line: number) => {
    const known = marks.get(line) ?? { line, waits: [], calls: [], steps: [] }
    marks.set(line, known)
    return known
  }
  for (const branch of branches ?? []) {
    for (const [depth, line] of branch.lines.entries()) {
      if (line.file !== file) continue
      const kind = depth === 0 ? 'waits' : 'calls'
      if (!of(line.line)[kind].includes(branch)) of(line.line)[kind].push(branch)
    }
  }
  for (const step of steps) {
    const [line] = step.lines ?? []
    if (line?.file !== file) continue
    const { state } = stepAt(step, at)
    if (state !== 'future') of(line.line).steps.push({ step, state })
  }
  return marks
}

/** The files of a run's lines, the one with most steps and branches first. */
export function filesOf(steps: readonly StepView[], branches: readonly Branch[] = []): string[] {
  const counts = new Map<string, number>()
  const add = (lines: readonly SourceLine[] | undefined) => {
    for (const [depth, { file }] of (lines ?? []).entries())
      counts.set(file, (counts.get(file) ?? 0) + (depth === 0 ? 1 : 0.01))
  }
  for (const { lines } of steps) add(lines)
  for (const { lines } of branches) add(lines)
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([file]) => file)
}

/** The last part of a path, and as many parts before it as tell it from the others. */
export function shortName(file: string, files: readonly string[]): string {
  const parts = file.split(/[\\/]/)
  for (let count = 1; count < parts.length; count++) {
    const name = parts.slice(-count).join('/')
    if (
      files.filter(other => other === file || other.replaceAll('\\', '/').endsWith(`/${name}`)).length === 1
    )
      return name
  }
  return file
}
