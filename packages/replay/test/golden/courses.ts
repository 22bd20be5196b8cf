import type { Decision } from '@aws-sdk/client-swf'
import type { Course } from './record.ts'

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

/** What happened around the decision tasks when the histories of these programs were recorded. */
export const courses: Readonly<Record<string, Course>> = {
  drained: {
    before: {
      1: async ({ pass, signal }) => {
        await pass() // the timer has fired, and a signal comes behind it: one decision task for both
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
}
