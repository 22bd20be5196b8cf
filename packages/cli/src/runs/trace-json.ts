import type { Traced, Unread } from '../render/tree-lines.ts'

/** A trace as a JSON document: views, with children by their workflow ids. */
export const tracedJson = ({ view, children, more, chain }: Traced): object => ({
  execution: view,
  children: Object.fromEntries([...children].map(([workflowId, child]) => [workflowId, childJson(child)])),
  moreChildren: more,
  chain: chain.map(({ runId, isEarlier, view }) => ({ runId, isEarlier, execution: view ?? null })),
})

const childJson = (child: Traced | Unread): object => ('unread' in child ? child : tracedJson(child))
