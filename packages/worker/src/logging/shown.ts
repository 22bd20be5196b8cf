import { harmlessMessage, inShort } from '@reyield/replay/internal'
import { isReyieldError } from '@reyield/workflow'
import { messageOf, nameOfThrown } from '@reyield/workflow/internal'

/**
 * An error as the log shows it. Messages of the user's errors may quote a payload, so they are left out, unless `whole`
 * (`logPayloads`). Messages of Reyield, of SWF and of the network are shown. Never throws.
 */
export function shown(error: unknown, whole: boolean): string {
  if (whole) return messageOf(error)
  try {
    if (isOfTheWire(error)) return withoutValues(messageOf(error))
    return (isReyieldError(error) ? harmlessMessage(error) : undefined) ?? inShort(error, false)
  } catch {
    return 'an error that can’t be read'
  }
}

/** SWF's errors, and those of sockets and DNS. */
function isOfTheWire(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { $fault, $metadata, syscall } = error as { $fault?: unknown; $metadata?: unknown; syscall?: unknown }
  return $fault !== undefined || $metadata !== undefined || typeof syscall === 'string'
}

/** Removes the values that SWF quotes when it refuses them: `Value '…' at 'input' failed to satisfy constraint`. */
const withoutValues = (message: string) => message.replace(/\bValue '[^]*' at '/, "Value … at '")

/** The code of an error of Reyield, the name of any other. */
export function codeOf(error: unknown): string {
  if (isReyieldError(error)) return error.code
  return nameOfThrown(error, 'UNKNOWN')
}
