import { clock } from './clock.ts'
import { configuration } from './configuration.ts'
import type { Check } from './finding.ts'
import { service } from './service.ts'
import { taskLists } from './task-lists.ts'
import { types } from './types.ts'
import { versions } from './versions.ts'

/** The checks, in their order: those that others depend on come first. */
export const checks: readonly Check[] = [versions, configuration, clock, service, types, taskLists]
