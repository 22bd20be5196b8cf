interface EntryPoint {
  readonly name: string
  readonly file: string
}
interface Declarations {
  readonly exported: ReadonlyMap<string, string>
  readonly reachable: ReadonlyMap<string, string>
}
interface Api extends Declarations {
  readonly withoutExample: readonly string[]
}
export function entryPoints(root: string): EntryPoint[]
export function reportFile(name: string): string
export function apiOf(entries: readonly EntryPoint[], root: string): Map<string, Api>
export function written(name: string, api: Declarations): string
export function changes(before: string, after: string): string[]
