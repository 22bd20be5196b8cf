/**
 * SWF has one fault for all that it doesn't know, and tells what by the message: `Unknown domain: shop`,
 * `Unknown type: WorkflowType=[name=…`, `Unknown execution: …`. Names of users' types stand in the latter ones.
 */
export const isUnknownDomain = (fault: Error): boolean => /^unknown domain\b/i.test(fault.message)
