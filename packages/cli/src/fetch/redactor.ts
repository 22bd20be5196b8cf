import { isBuiltIn } from '../config/serializers.ts'
import type { CommandContext } from '../context/context.ts'
import { ConfigError } from '../errors/config.ts'
import { filesOf } from '../modules/glob.ts'
import { codeOf } from '../runs/code.ts'
import type { Redactor } from './redacted-run.ts'
import { vocabularyOfModules } from './source/modules.ts'
import { vocabularyOf } from './source/vocabulary.ts'

/**
 * What redacts with the configured workflows, serializer and pipeline.
 *
 * @throws ConfigError (CONFIG_INVALID) without configured workflows
 */
export async function redactorOf(context: CommandContext): Promise<Redactor> {
  const hosts = await codeOf(context)
  if (hosts === undefined) {
    throw new ConfigError(
      '--redact replays each history with the workflows, and none are configured. Set the member workflows of reyield.config.ts',
    )
  }
  const { workflows, activities, builds, serializer } = await context.settings()
  const isJson = serializer === 'superjson' || serializer === 'json'
  const files = [
    ...filesOf(workflows, 'workflows'),
    ...filesOf(activities, 'activities'),
    ...Object.entries(builds).flatMap(([id, build]) => filesOf(build.workflows, `builds['${id}'].workflows`)),
    ...(isBuiltIn(serializer) ? [] : [serializer]),
  ]
  return {
    code: hosts.of(undefined),
    coder: await context.coder(),
    serializer: isJson ? undefined : await context.serializer(),
    vocabulary: vocabularyOf(vocabularyOfModules(files)),
  }
}
