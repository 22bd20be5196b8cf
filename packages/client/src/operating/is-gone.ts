/** Whether an error says that SWF doesn't have the execution, or has it no longer. */
export const isGone = (error: unknown): boolean =>
  (error as Error).name === 'UnknownResourceFault' ||
  (error as { code?: string }).code === 'EXECUTION_UNKNOWN'
