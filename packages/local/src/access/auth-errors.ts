import { SwfError } from '../model/swf-error.ts'

/** The errors of AWS's front end, with its own texts where those are known. All have status 400 (swf-semantics.md §1.3). */

const coral = (name: string, message: string) => new SwfError(`com.amazon.coral.service#${name}`, message)

export const missingToken = () => coral('MissingAuthenticationTokenException', 'Missing Authentication Token')

export const incompleteSignature = (message: string) => coral('IncompleteSignatureException', message)

export const unrecognizedClient = () =>
  coral('UnrecognizedClientException', 'The security token included in the request is invalid.')

export const invalidSignature = (message: string) => coral('InvalidSignatureException', message)

export const wrongSignature = () =>
  invalidSignature(
    'The request signature we calculated does not match the signature you provided. ' +
      'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  )

export const accessDenied = (keyId: string, what: string) =>
  coral(
    'AccessDeniedException',
    `User: ${keyId} is not authorized to perform: ${what} because its access key is read-only`,
  )
