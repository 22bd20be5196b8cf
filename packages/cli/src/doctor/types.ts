import { compareRegistered, type Difference, type Registered } from '@reyield/client'
import type { CommandContext } from '../context/context.ts'
import { loadActivities } from '../modules/activities.ts'
import type { Check, Finding } from './finding.ts'

/** The types of the code against those that are registered. */
export const types: Check = {
  name: 'types',
  async check(context) {
    const [{ workflows }, activities] = [await context.definitions(), await activitiesOf(context)]
    if (workflows.length === 0 && activities.length === 0) {
      return [
        {
          state: 'warning',
          what: 'No workflows and activities are configured, so types are not compared',
          advice: 'Set the members workflows and activities of reyield.config.ts.',
        },
      ]
    }
    const { swf, domain } = await context.client()
    const distinct = [...new Map(workflows.map(type => [`${type.name}@${type.version}`, type])).values()]
    const report = await compareRegistered(swf, { domain, workflows: distinct, activities })
    const findings = [...report.missing.map(missing), ...report.differing.flatMap(each => differing(each))]
    const count = distinct.length + activities.length
    return findings.length > 0
      ? findings
      : [
          {
            state: 'ok',
            what: `${count === 1 ? '1 type is' : `${count} types are`} registered as in the code`,
          },
        ]
  },
}

const activitiesOf = async (context: CommandContext) => loadActivities((await context.settings()).activities)

const nameOf = ({ kind, name, version }: Registered) => `The ${kind} type ${name}@${version ?? ''}`

const missing = (type: Registered): Finding => ({
  state: 'failed',
  what: `${nameOf(type)} isn't registered`,
  advice: 'A worker that has it registers it when it starts.',
})

function differing(difference: Difference): Finding[] {
  const { member, registered, wanted } = difference
  if (difference.kind === 'domain' || wanted === undefined) return [] // the code doesn't declare it
  if (member === 'status') {
    return [
      {
        state: 'failed',
        what: `${nameOf(difference)} is deprecated: no executions of it can be started`,
        advice: `Give it a new version in the code, or undeprecate it: aws swf undeprecate-${difference.kind}-type.`,
      },
    ]
  }
  return [
    {
      state: 'warning',
      what: `${nameOf(difference)} is registered with ${member} ${registered ?? 'none'}, the code has ${wanted}`,
      advice: 'Only other programs use the registered value. A new version of the type gets the new one.',
    },
  ]
}
