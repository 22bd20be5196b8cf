import { PlanError } from '../../errors/plan.ts'
import type { CommandContext } from '../../context/context.ts'
import type { ActionKind } from '@reyield/inspect/internal'
import type { Place, PlanHeader } from './plan.ts'

/** Where the settings of a command say that SWF is. */
export async function placeOf(context: CommandContext, env: NodeJS.ProcessEnv): Promise<Place> {
  const domain = await context.domain()
  const { endpoint, region } = await context.settings()
  const url = endpoint ?? (env['AWS_ENDPOINT_URL_SWF'] || env['AWS_ENDPOINT_URL'] || undefined)
  return {
    domain,
    endpoint: url === undefined ? null : new URL(url).href,
    region: region ?? null,
    awsProfile: url === undefined && region === undefined ? env['AWS_PROFILE'] || 'default' : null,
  }
}

const members = {
  domain: 'domain',
  endpoint: 'endpoint',
  region: 'region',
  awsProfile: 'AWS profile',
} as const

/**
 * Checks that a plan is one of this command, and for this place.
 *
 * @throws PlanError (PLAN_INVALID)
 */
export function checkPlan(header: PlanHeader, kind: ActionKind, place: Place, name: string): void {
  if (header.action.kind !== kind) {
    throw new PlanError(
      `The plan ${name} is one of ${header.action.kind}. Apply it with: reyield ${header.action.kind} --apply ${name}`,
    )
  }
  for (const [member, called] of Object.entries(members) as [keyof typeof members, string][]) {
    const [planned, current] = [header[member] ?? null, place[member]]
    if (planned === current) continue
    throw new PlanError(
      `The plan ${name} is for another ${called}: ${planned ?? defaults[member]}, not ${current ?? defaults[member]}. ` +
        'Call the command with the settings with which the plan was made',
    )
  }
}

/** What a member that is null stands for. */
const defaults = {
  domain: 'none',
  endpoint: 'Amazon SWF',
  region: 'that of an AWS profile',
  awsProfile: 'none',
} as const
