/** Errors with which SWF rejects a request. Other errors are bugs. */
const rejections = /^(ValidationException|SerializationException|.*Fault)$/

/** A constraint that a request violates: SWF's words without the value, which may be a payload. */
const constraint = / at '([\w.]+)' failed to satisfy constraint: (Member must [^;]*)/g

/** Why SWF rejects a request. `undefined` for an error that isn't a rejection. */
export function refusedBySwf(error: unknown): string | undefined {
  const { name, message } = error as Error
  if (!rejections.test(name)) return undefined
  const broken = [...message.matchAll(constraint)].map(([, member, rule]) => `${member}: ${rule}`)
  return `SWF rejects it with ${name}${broken.length > 0 ? `: ${broken.join('; ')}` : `: ${message}`}`
}
