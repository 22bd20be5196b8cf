import { register, type CallOptions, type RegisterOptions } from '@reyield/client'
import type { Settings } from '../options/worker-options.ts'

/** The types of workflows and activities that a worker registers. */
export type ServedTypes = Pick<RegisterOptions, 'workflows' | 'activities'>

const denied = new Set(['AccessDeniedException', 'OperationNotPermittedFault'])

/** The first calls of a worker: registers what it serves, or at least finds out whether the domain is there. */
export async function registerTypes(
  { swf, domain, logger, register: wanted }: Settings,
  types: ServedTypes,
  call: CallOptions,
): Promise<void> {
  try {
    if (!wanted) return void (await swf.describeDomain({ name: domain }, call))
    const { registered, differing } = await register(swf, { domain, ...types }, call)
    for (const { kind, name, version } of registered) logger.debug(`Registered ${kind}`, { name, version })
    for (const difference of differing) {
      if (difference.wanted === undefined) continue // the worker has no opinion
      logger.warn(
        'A type is registered with other defaults than declared; a new version would change them',
        difference,
      )
    }
  } catch (error) {
    if (!denied.has((error as Error).name)) throw error
    logger.warn(`Not allowed to ${wanted ? 'register types' : 'look at the domain'}: polling without`, {
      domain,
    })
  }
}
