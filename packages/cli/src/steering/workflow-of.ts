import { UnknownTypeError, type Client } from '@reyield/client'
import type { AnyWorkflow } from '@reyield/workflow'
import { registeredWorkflow, type AnyInput } from '@reyield/inspect/internal'
import type { CommandContext } from '../context/context.ts'
import { typeOf } from '@reyield/client/internal'
import { nearest } from '../near/distance.ts'
import { UsageError } from '../errors/usage.ts'

/** A type by its name, and its version if it was given. */
interface TypeName {
  readonly name: string
  readonly version?: string | undefined
}

/**
 * The workflow of a type: the configured definition, with its schema and its defaults. If there is none, the defaults are those with which
 * the type is registered.
 *
 * @throws UsageError if there are several versions and none was given; UnknownTypeError (TYPE_UNKNOWN)
 */
export async function workflowOf(context: CommandContext, type: string): Promise<AnyInput> {
  const wanted = typeOf(type)!
  const { workflows } = await context.definitions()
  const defined = workflows.filter(
    ({ name, version }) =>
      name === wanted.name && (wanted.version === undefined || wanted.version === version),
  )
  if (defined.length > 0) return only(defined, wanted, 'configured') as AnyInput
  return await registered(context, wanted)
}

/** The configured definition of exactly this type. */
export async function definitionOf(
  context: CommandContext,
  { name, version }: { readonly name: string; readonly version: string },
): Promise<AnyWorkflow | undefined> {
  const { workflows } = await context.definitions()
  return workflows.find(each => each.name === name && each.version === version)
}

async function registered(context: CommandContext, wanted: TypeName): Promise<AnyInput> {
  const client = await context.client()
  const version = wanted.version ?? only(await versionsOf(client, wanted.name), wanted, 'registered').version
  return await registeredWorkflow(client, { name: wanted.name, version })
}

async function versionsOf({ swf, domain }: Client, name: string): Promise<{ version: string }[]> {
  const { typeInfos = [] } = await swf.listWorkflowTypes({
    domain,
    name,
    registrationStatus: 'REGISTERED',
    reverseOrder: true,
  })
  if (typeInfos.length > 0)
    return typeInfos.map(({ workflowType }) => ({ version: workflowType?.version ?? '' }))
  const all = await swf.listWorkflowTypes({ domain, registrationStatus: 'REGISTERED' })
  const near = nearest(
    name,
    (all.typeInfos ?? []).map(({ workflowType }) => workflowType?.name ?? ''),
    3,
  )
  const hints = near.length === 0 ? {} : { hints: [`Did you mean ${near.join(' or ')}?`] }
  throw Object.assign(new UnknownTypeError(domain, name, undefined, undefined), hints)
}

/** The only one. */
function only<T extends { readonly version: string }>(
  found: readonly T[],
  { name }: TypeName,
  how: string,
): T {
  const [first, ...others] = found
  if (first !== undefined && others.length === 0) return first
  const versions = found.map(({ version }) => `${name}@${version}`).join(', ')
  throw new UsageError(`Several versions of the type '${name}' are ${how}. Choose one: ${versions}`)
}
