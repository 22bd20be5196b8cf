import type { Decision } from '@aws-sdk/client-swf'

/** What happens around the decision tasks of a recording, by their numbers from 0. */
export interface Course {
  readonly before?: Readonly<Record<number, (outside: Outside) => Promise<void>>>
  /** While the task is being decided. */
  readonly during?: Readonly<Record<number, (outside: Outside) => Promise<void>>>
  /** Answers that don't come from the program. */
  readonly answers?: Readonly<Record<number, readonly Decision[]>>
  /** The decisions of later versions, because of a rule that was added after the recording. The recorded ones still replay. */
  readonly since?: Readonly<Record<number, (recorded: readonly Decision[]) => readonly Decision[]>>
}

export interface Outside {
  readonly signal: (input: string) => Promise<unknown>
  readonly cancel: () => Promise<unknown>
  /** The clock advances to the next deadline. */
  readonly pass: () => Promise<unknown>
}

const retry: Course['answers'] = {
  1: [
    {
      decisionType: 'StartTimer',
      startTimerDecisionAttributes: { timerId: '~retry', startToFireTimeout: '60' },
    },
  ],
  2: [],
}

const mark = (markerName: string): Decision => ({
  decisionType: 'RecordMarker',
  recordMarkerDecisionAttributes: { markerName },
})

/** Members that later versions add to the JSON in decisions. Nothing is ever changed or left out. */
function added(
  decision: Decision,
  attributes: keyof Decision,
  member: string,
  more: (json: object) => object,
): Decision {
  const given = decision[attributes] as Record<string, string> | undefined
  if (given?.[member] === undefined) return decision
  const text = JSON.stringify(more(JSON.parse(given[member]) as object))
  return { ...decision, [attributes]: { ...given, [member]: text } }
}

/** E6: `classes` in a failure, `v` in a retry policy. */
const withClasses = (decisions: readonly Decision[]): Decision[] =>
  decisions.map(decision =>
    added(decision, 'failWorkflowExecutionDecisionAttributes', 'details', json => {
      const { stack, ...rest } = json as { stack: string; name: string }
      return { ...rest, classes: [rest.name], stack }
    }),
  )
const withVersion = (decisions: readonly Decision[]): Decision[] =>
  decisions.map(decision =>
    added(decision, 'scheduleActivityTaskDecisionAttributes', 'control', json => {
      const { nonRetryable, ...pace } = (json as { retry: { nonRetryable: string[] } }).retry
      return { retry: { ...pace, v: 2, nonRetryable } }
    }),
  )

/** New text has the present spelling of classes and codes. */
const canceledWithOneL = (decisions: readonly Decision[]): Decision[] =>
  JSON.parse(
    JSON.stringify(decisions)
      .replaceAll(/Cancelled(?=Error)/g, 'Canceled')
      .replaceAll('CANCELLED', 'CANCELED'),
  ) as Decision[]

/** What happened around the decision tasks when the histories of these programs were recorded. */
export const courses: Readonly<Record<string, Course>> = {
  failing: { since: { 2: withClasses } },
  'retried-by-class': { since: { 0: withVersion } },
  drained: {
    before: {
      1: async ({ pass, signal }) => {
        await pass() // the timer has fired, and a signal comes after it: one decision task for both
        await signal('tea')
      },
      2: async ({ signal }) => void (await signal('milk')),
    },
    since: { 1: decisions => [mark('d8'), ...decisions] }, // S1
  },
  refused: { during: { 1: async ({ signal }) => void (await signal('late')) } },
  'refused-drain': {
    during: { 1: async ({ signal }) => void (await signal('late')) },
    since: {
      2: () => [
        mark('d10'), // S1, H4
        {
          decisionType: 'CompleteWorkflowExecution',
          completeWorkflowExecutionDecisionAttributes: { result: '{"json":[2,1,["late"]]}' },
        },
      ],
    },
  },
  'refused-marked': { during: { 1: async ({ signal }) => void (await signal('late')) } },
  healed: { answers: retry, before: { 2: async ({ signal }) => void (await signal('meanwhile')) } },
  stopped: { before: { 1: async ({ cancel }) => void (await cancel()) } },
  'cancels-marked': {
    before: { 6: async ({ cancel }) => void (await cancel()) },
    since: { 1: canceledWithOneL, 4: canceledWithOneL, 6: canceledWithOneL, 8: canceledWithOneL },
  },
}
