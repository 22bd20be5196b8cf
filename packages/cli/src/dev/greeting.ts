import type { CommandContext } from '../context/context.ts'
import { paint, text, type Text } from '../output/text.ts'
import { devEndpoint, writeAddress } from './address-file.ts'
import { usualPort, type DevSwf } from './dev-swf.ts'
import type { DevOptions } from './options.ts'

/** Lets other commands of this folder find the local SWF. Returns the endpoint by which they do. */
export function endpointToTell({ out, onClose }: CommandContext, swf: DevSwf, config: string): string {
  try {
    onClose(writeAddress(config, swf))
    return devEndpoint
  } catch (error) {
    out.line(
      paint.yellow(
        `Other commands can't find this SWF by endpoint '${devEndpoint}': ${(error as Error).message}`,
      ),
    )
    return swf.url
  }
}

/** Says where everything is. `page`: the URL of the console, if there is one. */
export function greet(
  { out }: CommandContext,
  { url, domain, isElsewhere }: DevSwf,
  { db, settings }: DevOptions,
  {
    page,
    endpoint,
    help,
  }: { readonly page: string | undefined; readonly endpoint: string; readonly help: Text },
): void {
  const kept = db === ':memory:' ? 'nothing is kept' : `database ${db}`
  out.line(text`Local SWF on ${paint.bold(url)}, domain ${paint.bold(domain)}, ${kept}`)
  if (isElsewhere) {
    out.line(
      paint.yellow(
        `Port ${usualPort} is in use by another program, so what names that port doesn't reach this SWF. The endpoint '${endpoint}' does`,
      ),
    )
  }
  if (page !== undefined) out.line(text`The console is on ${paint.bold(page)}`)
  out.line(paint.dim(`In another terminal: reyield list --endpoint ${endpoint} --domain ${domain}`))
  if (settings.workflows.length === 0) {
    out.line(
      paint.yellow('No workflows are configured, so open executions are not replayed before a restart'),
    )
  }
  if (process.stdin.isTTY) out.line(help)
}
