import type { Branch, SourceLine } from '@reyield/inspect'
import { expect, it } from 'vitest'
import { activityRows, decisionRows, viewOf } from '../../../test/raw-history.ts'
import { codeMarks, filesOf, shortName } from './code-marks.ts'

const line = (number: number, file = '/app/src/order.ts'): SourceLine => ({
  name: undefined,
  file,
  line: number,
  column: 1,
  text: undefined,
})

const branch = (place: string, ...lines: SourceLine[]): Branch => ({
  branch: place,
  operation: 'activity charge',
  id: undefined,
  since: undefined,
  lines,
})

it('a line has the branches that wait in it or below it, and the steps that it requested until then', async () => {
  const view = await viewOf([...decisionRows(2, 1), ...activityRows(5, '1', 2), ...activityRows(8, '2', 9)])
  const steps = view.steps.map(step => ({ ...step, lines: [line(7)] }))
  const waits = [
    branch('1.1', line(7), line(20)),
    branch('1.2', line(7), line(20)),
    branch('', line(3, '/app/src/other.ts')),
  ]
  const marks = codeMarks('/app/src/order.ts', steps, waits, { eventId: 7, now: 0, closed: false })
  expect(
    [...marks.values()].map(({ line, waits, calls, steps }) => ({
      line,
      waits: waits.map(({ branch }) => branch),
      calls: calls.map(({ branch }) => branch),
      steps: steps.map(({ step, state }) => `${step.id} ${state}`),
    })),
  ).toEqual([
    { line: 7, waits: ['1.1', '1.2'], calls: [], steps: ['1 completed'] },
    { line: 20, waits: [], calls: ['1.1', '1.2'], steps: [] },
  ])
})

it('files are listed by how much happens in them, with names that differ', async () => {
  const view = await viewOf([...decisionRows(2, 1), ...activityRows(5, '1', 2)])
  const steps = view.steps.map(step => ({
    ...step,
    lines: [line(1, '/app/b/order.ts'), line(2, '/app/main.ts')],
  }))
  const files = filesOf(steps, [
    branch('', line(1, '/app/a/order.ts')),
    branch('1', line(1, '/app/b/order.ts')),
  ])
  expect(files).toEqual(['/app/b/order.ts', '/app/a/order.ts', '/app/main.ts'])
  expect(files.map(file => shortName(file, files))).toEqual(['b/order.ts', 'a/order.ts', 'main.ts'])
})
