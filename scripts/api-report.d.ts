interface EntryPoint {
  readonly name: string
  readonly file: string
}
interface Api {
  readonly exported: ReadonlyMap<string, string>
  readonly reachable: ReadonlyMap<string, string>
}
export function entryPoints(root: string): EntryPoint[]
export function reportFile(name: string): string
export function apiOf(entries: readonly EntryPoint[], root: string): Map<string, Api>
export function written(name: string, api: Api): string
export function changes(before: string, after: string): string[]
