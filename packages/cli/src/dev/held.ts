import type { Client } from '@reyield/client'
import { isGone } from '@reyield/client/internal'

/** Makes the deciders of held executions try again at once. Returns the workflow ids. */
export async function nudgeHeld(client: Client): Promise<readonly string[]> {
  const nudged: string[] = []
  for await (const { workflowId, handle } of client.list({ status: 'OPEN' })) {
    try {
      if ((await handle.status()).error === undefined) continue
      await handle.nudge()
      nudged.push(workflowId)
    } catch (error) {
      if (!isGone(error)) throw error // it closed meanwhile
    }
  }
  return nudged
}
