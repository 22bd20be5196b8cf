import type { PayloadCoder } from '@reyield/data/internal'
import type { Settings } from './worker-options.ts'

/** What the payloads of an execution are encoded and decoded with. */
export const coderFor = (
  { workflowId }: { readonly workflowId: string },
  { pipeline, domain }: Pick<Settings, 'pipeline' | 'domain'>,
): PayloadCoder => ({ pipeline, context: { domain, workflowId } })
