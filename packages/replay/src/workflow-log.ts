import type { LogOperation } from '@reyield/workflow'

/** Receives a line that a workflow logs. */
export type WorkflowLog = (level: LogOperation['level'], message: string, fields: object | undefined) => void
