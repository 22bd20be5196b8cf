import type { CommandContext } from '../context/context.ts'
import { checks } from '../doctor/checks.ts'
import type { Finding } from '../doctor/finding.ts'
import { paint, text, type Text } from '../output/text.ts'
import type { CommandModule } from './command.ts'

export const run: CommandModule['run'] = async context => {
  const findings: { readonly check: string; readonly finding: Finding }[] = []
  for (const { name, check } of checks) {
    context.status.show(`checking ${name}`)
    for (const finding of await check(context)) {
      context.status.clear()
      findings.push({ check: name, finding })
      if (context.format === 'text') print(context, name, finding)
      if (finding.isLast === true) return end(context, findings)
    }
  }
  return end(context, findings)
}

const marks: Readonly<Record<Finding['state'], Text>> = {
  ok: paint.green('ok     '),
  warning: paint.yellow('warning'),
  failed: paint.red('failed '),
}

function print({ out }: CommandContext, check: string, { state, what, advice }: Finding): void {
  out.line(text`${marks[state]}  ${paint.bold(check)}: ${what}`)
  if (advice !== undefined) out.line(text`         ${paint.dim(advice)}`)
}

function end(
  { out, format }: CommandContext,
  findings: readonly { check: string; finding: Finding }[],
): 0 | 1 {
  if (format === 'json') {
    out.json({
      checks: findings.map(({ check, finding: { state, what, advice } }) => ({
        check,
        state,
        what,
        advice: advice ?? null,
      })),
    })
  }
  return findings.some(({ finding }) => finding.state === 'failed') ? 1 : 0
}
