import type { DecisionEnd } from '@reyield/worker'
import type { SpanAttributes } from '../opentelemetry/api.ts'

/** The attributes of an operation that a workflow has asked for: what it is, and where in the code. */
export function askedAt({ id, kind, name, lines }: DecisionEnd['asked'][number]): SpanAttributes {
  return {
    'reyield.operation.id': id,
    'reyield.operation.kind': kind,
    ...(name === undefined ? {} : { 'reyield.operation.name': name }),
    ...codeOf(lines[0]),
  }
}

/** OpenTelemetry's attributes of a stack frame: `order (/app/workflows.ts:9:18)`, or without a function. */
function codeOf(line: string | undefined): SpanAttributes {
  const [, fn, inFunction, bare, row, column] =
    /^(?:(.+?) \((.+)|(.+)):(\d+):(\d+)\)?$/.exec(line ?? '') ?? []
  const file = inFunction ?? bare
  if (file === undefined) return {}
  return {
    ...(fn === undefined ? {} : { 'code.function.name': fn.replace(/^async | \[as .*\]$/g, '') }),
    'code.file.path': file,
    'code.line.number': Number(row),
    'code.column.number': Number(column),
  }
}
