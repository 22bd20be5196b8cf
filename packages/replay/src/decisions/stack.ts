import { isEngineFrame, isNodeFrame, isOurFrame, partsOf } from '@reyield/workflow'

/** The program's own frames of a stack taken while an operation is made or yielded: `order (/app/workflows.js:12:20)`. */
export function programFrames(stack: string): string[] {
  const { frames } = partsOf(stack)
  const below = frames.findIndex(isEngineFrame)
  return frames
    .slice(0, below < 0 ? undefined : below)
    .filter(line => !isOurFrame(line) && !isNodeFrame(line))
    .map(line => line.trim().replace(/^at (async )?/, ''))
}
