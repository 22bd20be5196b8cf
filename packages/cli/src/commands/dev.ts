import { existsSync } from 'node:fs'
import { ConfigError } from '../errors/config.ts'
import { develop } from '../dev/session.ts'
import type { CommandModule } from './command.ts'

export const run: CommandModule['run'] = async (context, given) => {
  const settings = await context.settings()
  const { dev, file } = settings
  if (dev === undefined || file === undefined) {
    throw new ConfigError(
      `No worker is configured, so there is nothing to develop. Set the member dev of ${file ?? 'a reyield.config.ts'}, for instance: dev: { worker: 'src/worker.ts' }`,
    )
  }
  if (!existsSync(dev.worker)) {
    throw new ConfigError(`The module of dev.worker doesn't exist: ${dev.worker}. It's named in ${file}`)
  }
  return await develop(context, {
    ...dev,
    settings,
    config: file,
    db: given.text('db') ?? ':memory:',
    port: given.whole('port', 1, 65_535),
    payloads: given.flag('payloads'),
    console: given.flag('console'),
  })
}
