import { json } from '@reyield/data'
import { unpackInput } from '@reyield/data/internal'
import { markerValue } from '../history/marker-value.ts'
import type { Attributes, Glossary } from './glossary.ts'

/** The payload of a recorded decision as text, if it has one. */
export function recordedPayload(type: string, of: Attributes, glossary: Glossary): string | undefined {
  return (payloads[type] ?? ((its: Attributes) => glossary.payload(its.input)))(of, glossary)
}

/** All other decisions have an input. */
const payloads: Readonly<Record<string, (of: Attributes, glossary: Glossary) => string | undefined>> = {
  ScheduleLambdaFunction: ({ input }, glossary) => glossary.payload(input, json),
  RecordMarker: ({ details }, glossary) => glossary.value(markerValue(details, glossary.read)),
  CompleteWorkflowExecution: ({ result }, glossary) => glossary.payload(result),
  CancelWorkflowExecution: ({ details }, glossary) => glossary.payload(details),
  ContinueAsNewWorkflowExecution: ({ input }, glossary) => inputText(input, glossary),
}

/** The input of a run, and what the run before passed on with it. */
export function inputText(text: string | undefined, glossary: Glossary): string | undefined {
  const { input, signals, cancel: cancelRequested } = unpackInput(text)
  return glossary.carried(glossary.payload(input), {
    signals: signals.map(one => ({ signal: one.name, input: glossary.read(one.input) })),
    cancelRequested,
  })
}
