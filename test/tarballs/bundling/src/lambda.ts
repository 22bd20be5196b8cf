import { connect } from '@reyield/client'
import { order, type Order } from './workflows.ts'

const client = connect({ domain: 'shop' }) // outside the handler, so that its calls share connections

export async function handler({ id, ...input }: Order & { readonly id: string }) {
  const { workflowId, runId } = await client.start(order, input, { workflowId: id, ifRunning: 'use' })
  return { workflowId, runId }
}
