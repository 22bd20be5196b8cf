import { failureFromWire, unpackInput } from '@reyield/data/internal'
import type { Decode, PayloadText } from '../payload-of.ts'
import type { FailureDraft } from '../reading/drafts.ts'
import type { FailureView, PayloadView } from '../values.ts'
import { failureView, type MutableFailure } from './failure-view.ts'

type Mutable<T> = { -readonly [Member in keyof T]: T[Member] }

/** How many payloads are decoded at once. A pipeline may ask a key service for each. */
const atOnce = 32

/** Makes the views of payloads and failures. `decoded` resolves when their values are there. */
export class Payloads {
  readonly #decode: Decode | undefined
  readonly #jobs: (() => Promise<void>)[] = []

  constructor(decode: Decode | undefined) {
    this.#decode = decode
  }

  view(payload: PayloadText | undefined): PayloadView | undefined {
    if (payload === undefined) return undefined
    const view: Mutable<PayloadView> = { size: payload.text.length }
    const decode = this.#decode
    if (decode !== undefined)
      this.#jobs.push(async () => {
        const { text, of } = unpacked(payload)
        if (text !== undefined) await settle(view, () => decode(text, of))
      })
    return view
  }

  failure(draft: FailureDraft | undefined): FailureView | undefined {
    if (draft === undefined) return undefined
    const { reason, details } = draft
    const error =
      details?.of.as === 'failure' ? failureFromWire({ reason, details: details.text }) : undefined
    const view = failureView(draft, error)
    if (details === undefined) return view
    const decode = this.#decode
    const payload: Mutable<PayloadView> = { size: details.text.length }
    view.details = payload
    if (decode === undefined) return view
    if (error !== undefined) payload.value = detailsOf(error)
    else
      this.#jobs.push(async () => {
        const value = await settle(payload, () => decode(details.text, details.of))
        readDecoded(view, payload, draft, value)
      })
    return view
  }

  /** Decodes the payloads. */
  async decoded(): Promise<void> {
    const jobs = this.#jobs.values()
    const work = async () => {
      for (const job of jobs) await job()
    }
    await Promise.all(Array.from({ length: Math.min(atOnce, this.#jobs.length) }, work))
  }
}

/** The input of a run without what the run before handed over, if no pipeline has encoded it. */
function unpacked({ text, of }: PayloadText): Partial<PayloadText> & Pick<PayloadText, 'of'> {
  if (of.as !== 'runInput') return { text, of }
  const { input } = unpackInput(text)
  return input === text
    ? { text, of }
    : { ...(input === undefined ? {} : { text: input }), of: { ...of, as: 'value' } }
}

/** The details of a failure, decoded: an envelope says more than the reason. */
function readDecoded(
  view: MutableFailure,
  payload: Mutable<PayloadView>,
  draft: FailureDraft,
  value: unknown,
) {
  if (typeof value !== 'string' || draft.details?.of.as !== 'failure') return
  const error = failureFromWire({ reason: draft.reason, details: value })
  if (error === undefined) return
  Object.assign(view, failureView(draft, error), { details: payload })
  payload.value = detailsOf(error)
}

async function settle(view: Mutable<PayloadView>, decode: () => unknown): Promise<unknown> {
  try {
    return (view.value = await decode())
  } catch (error) {
    view.unreadable = codeOf(error)
    return undefined
  }
}

function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown }
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'Error'
}

/** What a recorded error has besides its class, message, code and causes. */
function detailsOf(error: Error): object {
  const { stack, data } = error as { stack?: string; data?: unknown }
  return { stack, ...(data === undefined ? {} : { data }) }
}
