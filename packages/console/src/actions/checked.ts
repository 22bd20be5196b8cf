import type { Action, BulkAction, RunRef } from '../api/index.ts'
import { InvalidRequestError } from '../errors.ts'

type Body = Readonly<Record<string, unknown>>

const childPolicies = ['TERMINATE', 'REQUEST_CANCEL', 'ABANDON'] as const
/** SWF's limits (swf-semantics.md §2.1). */
const longestId = 256
const mostTags = 5

/**
 * The action of a body.
 *
 * @throws InvalidRequestError (REQUEST_INVALID)
 */
export function actionIn(body: Body): Action {
  const { kind } = body
  if (kind === 'start') {
    const workflow = objectIn(body, 'workflow')
    const optional = { ...optionalText(body, 'input'), ...optionalText(body, 'taskList') }
    return {
      kind,
      workflow: { name: textIn(workflow, 'name'), version: textIn(workflow, 'version') },
      workflowId: textIn(body, 'workflowId'),
      ...optional,
      ...(body['tags'] === undefined ? {} : { tags: tagsIn(body['tags']) }),
    }
  }
  return {
    ...runIn(body),
    ...steeringIn(body, ['signal', 'request-cancel', 'terminate', 'nudge', 'rerun']),
  } as Action
}

/**
 * The bulk action of a body.
 *
 * @throws InvalidRequestError (REQUEST_INVALID)
 */
export const bulkActionIn = (body: Body): BulkAction =>
  steeringIn(body, ['signal', 'request-cancel', 'terminate']) as BulkAction

/** What is done to an execution that is there. */
function steeringIn(body: Body, kinds: readonly string[]): object {
  const { kind } = body
  if (typeof kind !== 'string' || !kinds.includes(kind)) throw wrong('kind', `one of ${kinds.join(', ')}`)
  if (kind === 'signal') {
    const signal = textIn(body, 'signal')
    if (signal.startsWith('~'))
      throw wrong('signal', 'a signal of the workflow, and not one of Reyield’s own')
    return { kind, signal, ...optionalText(body, 'input') }
  }
  if (kind !== 'terminate') return { kind }
  const { childPolicy } = body
  if (childPolicy !== undefined && !childPolicies.some(policy => policy === childPolicy)) {
    throw wrong('childPolicy', `one of ${childPolicies.join(', ')}`)
  }
  return { kind, ...optionalText(body, 'reason', 256), ...(childPolicy === undefined ? {} : { childPolicy }) }
}

/** @throws InvalidRequestError (REQUEST_INVALID) */
export const runIn = (body: Body): RunRef => ({
  workflowId: textIn(body, 'workflowId'),
  runId: textIn(body, 'runId'),
})

/** @throws InvalidRequestError (REQUEST_INVALID) */
export function objectIn(body: Body, name: string): Body {
  const value = body[name]
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body
  throw wrong(name, 'an object')
}

function textIn(body: Body, name: string, most = longestId): string {
  const value = body[name]
  if (typeof value === 'string' && value !== '' && value.length <= most) return value
  throw wrong(name, `a text of 1 to ${most} characters`)
}

/** A text that may be absent. SWF's longest input has 32,768 characters, JSON5 has more for the same value. */
function optionalText(body: Body, name: string, most = 200_000): object {
  const value = body[name]
  if (value === undefined || value === '') return {}
  if (typeof value === 'string' && value.length <= most) return { [name]: value }
  throw wrong(name, `a text of at most ${most} characters`)
}

function tagsIn(value: unknown): readonly string[] {
  const isRight =
    Array.isArray(value) &&
    value.length <= mostTags &&
    value.every(tag => typeof tag === 'string' && tag !== '' && tag.length <= longestId)
  if (isRight) return value as string[]
  throw wrong('tags', `a list of at most ${mostTags} texts`)
}

const wrong = (name: string, expected: string) =>
  new InvalidRequestError(`The member ${name} of the request must be ${expected}`)
