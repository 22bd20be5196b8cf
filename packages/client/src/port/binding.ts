import { InvalidOptionError } from '../errors/invalid-option.ts'

/** What sends the requests of a port: Reyield's own HTTP client, or that of the AWS SDK. */
export type Binding = 'lean' | 'sdk'

/** Names of Amazon's endpoints end so in all partitions, also those in a private network (VPC endpoints). */
const amazons = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonwebservices.com.cn',
  'amazonaws.eu',
  'api.aws',
  'c2s.ic.gov',
  'sc2s.sgov.gov',
  'cloud.adc-e.uk',
  'csp.hci.ic.gov',
]

/** Options of the SDK's client that the lean client uses as well. */
const shared = ['credentials', 'region']

/**
 * Chooses the binding of a port.
 *
 * @throws InvalidOptionError (OPTION_INVALID)
 */
export function bindingFor(
  endpoint: URL | undefined,
  { binding, client = {} }: { readonly binding?: Binding; readonly client?: object },
): Binding {
  const ofSdk = Object.keys(client).filter(option => !shared.includes(option))
  const reason =
    endpoint === undefined || isAmazons(endpoint)
      ? "'sdk' for Amazon SWF. 'lean' is for other endpoints, such as a local SWF"
      : ofSdk.length > 0
        ? `'sdk' with the options ${ofSdk.join(', ')} of client, which only the AWS SDK has`
        : endpoint.search !== '' || endpoint.username !== ''
          ? "'sdk' for an endpoint with a query or a user name"
          : undefined
  if (binding === undefined) return reason === undefined ? 'lean' : 'sdk'
  if (binding !== 'lean' && binding !== 'sdk') {
    throw new InvalidOptionError('The binding', binding, "'lean' or 'sdk'")
  }
  if (binding === 'lean' && reason !== undefined) throw new InvalidOptionError('The binding', binding, reason)
  return binding
}

const isAmazons = ({ hostname }: URL) =>
  amazons.some(name => hostname === name || hostname.endsWith(`.${name}`))
