import { attributeRules } from './attributes.ts'
import type { Payloads } from './payloads.ts'
import type { Rule } from './rule.ts'
import type { Texts } from './texts.ts'

/** What replaces the strings of a history, and what is known about it. */
export interface Redaction {
  readonly texts: Texts
  readonly payloads: Payloads
  /** How many events the history has. No id of the engine counts further. */
  readonly events: number
}

/** Replaces the strings in an attribute of an event. The compiler checks that `attributes.ts` names a rule for every attribute. */
export const rules = {
  /** What SWF, AWS or the code defines: enumerations, times, types, run ids. */
  kept: value => value,
  /** Texts, also in lists and objects. */
  text: (value, { payloads }) => payloads.json(value),
  payload: stringRule((text, { payloads }) => payloads.payload(text)),
  /** The id of an operation, or one that the workflow chose. */
  id: stringRule(id),
  /** Where the engine keeps an id, or the retry policy of an activity. Other deciders keep what they want. */
  control: stringRule((text, of) => (isPlace(text, of) ? text : of.payloads.payload(text))),
  /** `<class>: <message>`. */
  reason: stringRule(reason),
  signal: stringRule((text, { texts }) => (text === '~nudge' ? text : texts.replaced(text))),
  marker: stringRule(marker),
  /** `<pid>@<host> build/<build id>`. */
  identity: stringRule((text, { texts }) => {
    const [build = ''] = / build\/\S+$/.exec(text) ?? []
    return texts.replaced(text.slice(0, text.length - build.length)) + build
  }),
  /** The ids of an execution. */
  execution: (value, { payloads }) => {
    const { runId, ...others } = value as { readonly runId?: unknown }
    const redacted = payloads.json(others) as object
    return runId === undefined ? redacted : { ...redacted, runId }
  },
} satisfies Readonly<Record<Rule, (value: unknown, of: Redaction) => unknown>>

/** The rule of an attribute. One that SWF has added since is a text: nothing that isn't known is kept. */
export const ruleOf = (type: string, attribute: string): Rule =>
  (attributeRules as Readonly<Record<string, Readonly<Record<string, Rule>>>>)[type]?.[attribute] ?? 'text'

function stringRule(rule: (text: string, of: Redaction) => string) {
  return (value: unknown, of: Redaction): unknown =>
    typeof value === 'string' ? rule(value, of) : of.payloads.json(value)
}

/** The ids of the engine's own timers. */
const engineIds = new Set(['~wake', '~back', '~retry'])

function id(text: string, of: Redaction): string {
  const attempt = /~\d+$/.exec(text)?.[0] ?? '' // of the timer before another attempt
  const own = text.slice(0, text.length - attempt.length)
  return engineIds.has(text) || isPlace(own, of) ? text : of.texts.replaced(own) + attempt
}

/** Whether an id is the engine's: the place of an operation, such as `2` and `2.1.1`. A large number is no place, but perhaps a customer. */
function isPlace(id: string, { events }: Redaction): boolean {
  if (!/^(?:0x[\da-f]{40}|[1-9]\d*)(?:\.[1-9]\d*)*$/.test(id)) return false
  const most = Math.max(1000, events)
  return id.split('.').every(number => number.startsWith('0x') || Number(number) <= most)
}

function reason(text: string, { texts, payloads }: Redaction): string {
  const colon = text.indexOf(': ')
  const name = text.slice(0, Math.max(0, colon))
  return name !== '' && texts.isKept(name)
    ? `${name}: ${texts.replaced(text.slice(colon + 2))}`
    : payloads.payload(text)
}

/** Names of markers that don't depend on the program. */
const verdicts = /^(?:p~retry-by-class|r~result|r~continueAsNew\.\d{1,4})$/

function marker(name: string, of: Redaction): string {
  const [kind = ''] = name
  const own = name.slice(1)
  if (verdicts.test(name)) return name
  if ('srbud'.includes(kind) && isPlace(own, of)) return name
  if ('rb'.includes(kind) || (kind === 'p' && of.texts.isKept(own))) return kind + of.texts.replaced(own)
  return of.texts.replaced(name)
}
