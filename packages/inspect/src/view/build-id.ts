/** The build id in an identity `<pid>@<host> build/<buildId>`, which workers send. */
export function buildIdOf(identity: string | undefined): string | undefined {
  const mark = ' build/'
  const at = identity?.lastIndexOf(mark) ?? -1
  return at === -1 ? undefined : identity!.slice(at + mark.length) || undefined
}
