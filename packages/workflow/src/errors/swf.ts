/** Names of errors by which SWF or the AWS SDK refuse credentials, or report that they have none. */
const ofCredentials =
  /^(CredentialsProviderError|(Access|Authorization)\w*|UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|IncompleteSignature|MissingAuthenticationToken\w*|SignatureDoesNotMatch|ExpiredToken\w*|OptInRequired|OperationNotPermittedFault|NotAuthorized)$/

/** Names of errors that say that SWF throttles. */
const ofThrottling = /^(Throttling\w*|TooManyRequestsException|RequestLimitExceeded)$/

/** Whether SWF, or the AWS SDK, has refused a request because of its credentials. */
export const refusesCredentials = (error: unknown): boolean => ofCredentials.test(nameIn(error))

/** Whether SWF has refused a request because there were too many. */
export const isThrottling = (error: unknown): boolean => ofThrottling.test(nameIn(error))

/** Whether SWF has refused one request because of what it's about. Other requests may succeed, and this one wasn't carried out. */
export function isRefusal(error: unknown): error is Error {
  const { $metadata } = (error ?? {}) as { $metadata?: { httpStatusCode?: number } }
  const status = $metadata?.httpStatusCode ?? 0
  return status >= 400 && status < 500 && !refusesCredentials(error) && !isThrottling(error)
}

const nameIn = (error: unknown): string => {
  const { name } = (error ?? {}) as { readonly name?: unknown }
  return typeof name === 'string' ? name : ''
}
