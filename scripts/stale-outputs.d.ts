export function filesBelow(folder: string): string[]
export function staleOutputs(outputs: readonly string[], sources: ReadonlySet<string>): string[]
