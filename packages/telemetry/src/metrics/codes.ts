import { isReyieldError } from '@reyield/workflow'

/** The code of an error for a label: one of Reyield's, which are few, or `other`. */
export const codeLabel = (error: unknown): string => (isReyieldError(error) ? error.code : 'other')
