import { useComputed, useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { Branch, SourceLine } from '@reyield/inspect'
import type { SourcePage } from '../../../src/api/index.ts'
import { useResource } from '../../live/resource.ts'
import { Rows } from '../../parts/rows.tsx'
import { codeMarks, shortName } from '../model/code-marks.ts'
import type { RunState } from '../run-state.ts'
import { highlighted } from './highlighted.ts'
import { Line } from './line.tsx'

interface Props {
  readonly state: RunState
  readonly files: readonly string[]
  /** Of the moment; undefined while it isn't known. */
  readonly branches: readonly Branch[] | undefined
}

/** One source file. It scrolls to the line where the newest branch waits, and to the line of a step that is chosen. */
export function Source({ state, files, branches }: Props) {
  const chosen = useSignal<string | undefined>(undefined)
  const target = targetOf(state, branches)
  const goTo = state.goTo.value
  const shown = useSignal<{ readonly file: string; readonly line: number } | undefined>(undefined)
  const key = target && `${target.file}:${target.line}`
  useEffect(() => {
    if (target !== undefined) shown.value = target
  }, [key, state.eventId.value, branches !== undefined])
  useEffect(() => {
    if (goTo !== undefined) shown.value = goTo
  }, [goTo])
  useEffect(() => {
    if (shown.value !== undefined) chosen.value = shown.value.file
  }, [shown.value])
  const file = chosen.value !== undefined && files.includes(chosen.value) ? chosen.value : files[0]!
  const { data, error } = useResource<SourcePage>(`${state.api}/source`, { file })
  const lines = useMemo(() => (data === undefined ? [] : highlighted(data.text)), [data])
  const widest = useMemo(() => lines.reduce((most, line) => Math.max(most, widthOf(line)), 0), [lines])
  const marks = useComputed(() => codeMarks(file, state.view.value.steps, undefined, state.at.value))
  const withBranches = codeMarks(file, [], branches, state.at.value)
  const at = shown.value?.file === file ? shown.value.line : undefined
  return (
    <>
      {files.length > 1 && (
        <label class="file-choice">
          <span class="unseen">File</span>
          <select value={file} onChange={event => (chosen.value = event.currentTarget.value)}>
            {files.map(one => (
              <option key={one} value={one}>
                {shortName(one, files)}
              </option>
            ))}
          </select>
        </label>
      )}
      {files.length === 1 && (
        <p class="file-name muted small clip" title={file}>
          {shortName(file, files)}
        </p>
      )}
      {error !== undefined && <p class="error-line empty">{error.message}</p>}
      <div class="source-body" style={{ '--code-width': `${widest + 2}ch` }}>
        <Rows
          label={`Source of ${shortName(file, files)}`}
          scrolls
          class="source-rows"
          count={lines.length}
          {...(at === undefined ? {} : { shown: at - 1 })}
          row={(index, attributes) => (
            <Line
              key={index}
              number={index + 1}
              tokens={lines[index]!}
              marks={marks.value.get(index + 1)}
              waits={withBranches.get(index + 1)}
              isTarget={at === index + 1}
              attributes={attributes}
              state={state}
            />
          )}
        />
      </div>
    </>
  )
}

const widthOf = (line: ReturnType<typeof highlighted>[number]) =>
  line.reduce((sum, { text }) => sum + text.length, 0)

/**
 * The line to look at: that of the branch that waits for the step of the moment's event, else that of the branch that began to wait last,
 * else the line that requested the newest step.
 */
function targetOf(state: RunState, branches: readonly Branch[] | undefined): SourceLine | undefined {
  if (branches === undefined) return undefined
  const first = state.page.value.stepOf[state.eventId.value]
  const step =
    first === undefined ? undefined : state.view.value.steps.find(one => one.requested.eventId === first)
  const waiting = branches.filter(({ lines }) => lines.length > 0)
  const newest = waiting.toSorted(
    (a, b) => (b.since?.eventId ?? 0) - (a.since?.eventId ?? 0) || b.branch.length - a.branch.length,
  )[0]
  const own = step && waiting.find(({ id }) => id === step.id)
  const last = state.view.value.steps.findLast(
    ({ requested, lines }) => requested.eventId <= state.eventId.value && lines !== undefined,
  )
  return (own ?? newest)?.lines[0] ?? step?.lines?.[0] ?? last?.lines?.[0]
}
