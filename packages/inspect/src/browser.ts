/**
 * What pages in a browser use too: it needs nothing of Node.
 *
 * @module
 */

export { treeOf } from './tree/tree.ts'
export type { BranchesNode, BranchNode, StepNode, TreeNode, WaitNode } from './tree/tree.ts'
export { millisecondsText } from './event-log/milliseconds.ts'
