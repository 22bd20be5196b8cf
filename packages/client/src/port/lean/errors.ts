import type { RawResponse } from './http.ts'

/** The error that a response stands for, with the members that the AWS SDK gives it. */
export function errorIn(response: RawResponse): Error {
  const { status, headers, body } = response
  const parsed = body === '' ? {} : parsedBody(body)
  if (parsed instanceof Error) return withMetadata(parsed, response)
  const { message, Message, __type, ...others } = (parsed ?? {}) as Record<string, unknown>
  const error = Object.assign(new Error((message || Message || 'UnknownError') as string), others, {
    name: nameIn([__type, others['code'], others['Code'], headers['x-amzn-errortype']]),
    $fault: status < 500 ? ('client' as const) : ('server' as const),
  })
  return withMetadata(error, response)
}

/** The output in a successful response. */
export function outputIn(response: RawResponse): unknown {
  if (response.body === '') return {}
  const parsed = parsedBody(response.body)
  if (parsed instanceof Error) throw withMetadata(parsed, response)
  return parsed
}

const withMetadata = (error: Error, { status, headers }: RawResponse): Error => {
  const requestId = headers['x-amzn-requestid'] ?? headers['x-amzn-request-id'] ?? headers['x-amz-request-id']
  return Object.assign(error, {
    $metadata: { httpStatusCode: status, requestId, attempts: 1, totalRetryDelay: 0 },
  })
}

/** The value of a body, or the SyntaxError if it's no JSON, for instance because a proxy wrote it. */
function parsedBody(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch (error) {
    return error
  }
}

/** The name of an error: without the namespace before `#`, and without what follows `:` or `,`. */
function nameIn(types: readonly unknown[]): string {
  const named = types.find(each => typeof each === 'string') ?? 'Unknown'
  const [type = ''] = named.split(/[,:]/, 1)
  return type.slice(type.indexOf('#') + 1)
}
