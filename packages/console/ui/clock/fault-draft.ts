/** The members of @reyield/local's FaultOptions, as a form has them. */
export const faultKinds = [
  { name: 'throttles', label: 'Throttled, %', hint: 'The request fails with ThrottlingException.' },
  { name: 'failures', label: 'Failed, %', hint: 'The request fails with InternalFailure.' },
  {
    name: 'lostRequests',
    label: 'Lost requests, %',
    hint: 'The connection is cut before the request has an effect.',
  },
  {
    name: 'lostResponses',
    label: 'Lost responses, %',
    hint: 'The request has its effect, but the connection is cut before the response.',
  },
  { name: 'delays', label: 'Delayed, %', hint: 'The request waits before it’s read.' },
  { name: 'duplicateTasks', label: 'Duplicate tasks, %', hint: 'Two polls get the same task.' },
  { name: 'deadPolls', label: 'Dead polls, %', hint: 'A poll whose client has left gets a task.' },
  { name: 'longestDelay', label: 'Longest delay, ms', hint: 'Of delayed requests.' },
  { name: 'seed', label: 'Seed', hint: 'The same seed injects the same faults.' },
  {
    name: 'actions',
    label: 'Actions',
    hint: 'For instance PollForActivityTask; several are separated by commas.',
  },
] as const

/** What is entered, as text. */
export type FaultDraft = Readonly<Partial<Record<(typeof faultKinds)[number]['name'], string>>>

const plain = ['longestDelay', 'seed']

/** The form of faults that are injected. */
export function draftOfFaults(faults: Readonly<Record<string, unknown>>): FaultDraft {
  return Object.fromEntries(
    faultKinds.flatMap(({ name }) => {
      const value = faults[name]
      if (Array.isArray(value)) return [[name, value.join(', ')]]
      if (typeof value !== 'number') return []
      return [[name, String(plain.includes(name) ? value : Number((value * 100).toPrecision(12)))]]
    }),
  )
}

/** The faults of a form; undefined if none is likelier than 0. */
export function faultsOf(
  draft: FaultDraft,
): { readonly faults: Readonly<Record<string, unknown>> | undefined } | { readonly error: string } {
  const faults: Record<string, unknown> = {}
  let isAny = false
  for (const { name, label } of faultKinds) {
    const text = draft[name]?.trim() ?? ''
    if (text === '') continue
    if (name === 'actions') {
      faults[name] = text
        .split(',')
        .map(action => action.trim())
        .filter(action => action !== '')
      continue
    }
    const value = Number(text)
    const isPlain = plain.includes(name)
    if (!(value >= 0 && (isPlain || value <= 100))) {
      return { error: `“${label}” must be a number ${isPlain ? 'that isn’t negative' : 'from 0 to 100'}.` }
    }
    if (!isPlain && value === 0) continue
    faults[name] = isPlain ? value : Number((value / 100).toPrecision(12))
    isAny ||= !isPlain
  }
  return { faults: isAny ? faults : undefined }
}
