import { register, type CallOptions, type RegisterOptions } from '@reyield/client'
import type { Settings } from '../options/worker-options.ts'

/** The types of workflows and activities that a worker registers. */
export type ServedTypes = Pick<RegisterOptions, 'workflows' | 'activities'>

const denied = new Set(['AccessDeniedException', 'OperationNotPermittedFault'])

/** The first calls of a worker: registers its types, or only checks that the domain exists. */
export async function registerTypes(
  { swf, domain, logger, register: wanted }: Settings,
  types: ServedTypes,
  call: CallOptions,
): Promise<void> {
  try {
    if (!wanted) return void (await swf.describeDomain({ name: domain }, call))
    const { registered, differing } = await register(swf, { domain, ...types }, call)
    for (const { kind, name, version } of registered)
      logger.debug(`Registered ${kind}`, { domain, name, version })
    for (const difference of differing) {
      if (difference.wanted === undefined) continue // the worker doesn't declare this value
      logger.warn(
        'A type is registered with other defaults than declared. Register a new version to change them',
        { domain, ...difference },
      )
    }
  } catch (error) {
    if (!denied.has((error as Error).name)) throw error
    logger.warn(
      `The worker is not allowed to ${wanted ? 'register types' : 'describe the domain'}, and polls without that`,
      {
        domain,
      },
    )
  }
}
