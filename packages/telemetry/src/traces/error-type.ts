import { isReyieldError } from '@reyield/workflow'

/** The attribute `error.type`: the code of an error of Reyield, the name of any other. Messages may quote payloads, so they are left out. */
export function errorType(error: unknown): string {
  try {
    if (isReyieldError(error)) return error.code
    const { name } = error as { name?: unknown }
    return typeof name === 'string' && name !== '' ? name : '_OTHER'
  } catch {
    return '_OTHER'
  }
}
