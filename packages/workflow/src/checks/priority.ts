import { InvalidDefinitionError } from '../errors/definition.ts'

/** Returns a task priority as SWF takes it: a 32-bit whole number, as a string (Amazon SWF Developer Guide, Setting Task Priority). */
export function checkPriority(priority: number, what: string): string {
  if (Number.isInteger(priority) && Math.abs(priority + 0.5) < 2 ** 31) return String(priority)
  throw new InvalidDefinitionError(
    `The priority of ${what} is ${priority}: expected a whole number from -2147483648 to 2147483647`,
  )
}
