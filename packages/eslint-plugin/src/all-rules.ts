import type { ReyieldRule } from './rule.ts'
import { continueAsNewInEndlessLoop } from './rules/continue-as-new-in-endless-loop.ts'
import { heartbeatInLongLoop } from './rules/heartbeat-in-long-loop.ts'
import { noActivityImport } from './rules/no-activity-import.ts'
import { noAsyncCallback } from './rules/no-async-callback.ts'
import { noConsoleInWorkflow } from './rules/no-console-in-workflow.ts'
import { noDuplicatePatchId } from './rules/no-duplicate-patch-id.ts'
import { noFloatingHeartbeat } from './rules/no-floating-heartbeat.ts'
import { noFloatingOperation } from './rules/no-floating-operation.ts'
import { noForeignAwait } from './rules/no-foreign-await.ts'
import { noInstanceofOfWireError } from './rules/no-instanceof-of-wire-error.ts'
import { noNondeterminism } from './rules/no-nondeterminism.ts'
import { noOperationInActivity } from './rules/no-operation-in-activity.ts'
import { noSharedGenerator } from './rules/no-shared-generator.ts'
import { noSwallowedCancellation } from './rules/no-swallowed-cancellation.ts'
import { patchIdLiteral } from './rules/patch-id-literal.ts'
import { preferYieldStar } from './rules/prefer-yield-star.ts'
import { serializablePayload } from './rules/serializable-payload.ts'
import { shieldCleanup } from './rules/shield-cleanup.ts'
import { useAbortSignal } from './rules/use-abort-signal.ts'

/** All rules, in the order of the documentation. */
export const allRules: readonly ReyieldRule[] = [
  noFloatingOperation,
  preferYieldStar,
  noForeignAwait,
  noAsyncCallback,
  noNondeterminism,
  noConsoleInWorkflow,
  noActivityImport,
  noSwallowedCancellation,
  noInstanceofOfWireError,
  noSharedGenerator,
  noOperationInActivity,
  noFloatingHeartbeat,
  continueAsNewInEndlessLoop,
  patchIdLiteral,
  noDuplicatePatchId,
  shieldCleanup,
  heartbeatInLongLoop,
  useAbortSignal,
  serializablePayload,
]
