import type { CommandModule } from './command.ts'

export const run: CommandModule['run'] = async ({ client, out, format }, given) => {
  const status = given.flag('closed') ? ({ status: 'CLOSED' } as const) : ({ status: 'OPEN' } as const)
  const { count, truncated } = await (await client()).count(status)
  if (format === 'json') out.json({ count, truncated })
  else out.line(truncated ? `more than ${count}` : count)
}
