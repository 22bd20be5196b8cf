export function versionedFiles(root: string): string[]
export function currentVersion(root: string): string
export function isVersion(text: string): boolean
export function withVersion(path: string, text: string, from: string, to: string): string
