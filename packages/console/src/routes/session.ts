import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../app.ts'
import type { Declared } from '../code/code.ts'
import { version } from '../version.ts'
import type { Handlers } from './handler.ts'

/** How long the page waits for what the code declares, in milliseconds. Loading it may take longer, and has no end if it loops. */
const patience = 1500

/** What the console looks at. */
export const sessionRoutes = {
  'GET /api/session': async app => {
    const { place, domain, isRedacted, whyReadOnly, code, files, local, service } = app
    const { workflows, signals } = service === undefined ? nothing : await declaredSoon(app)
    return {
      place,
      ...(service === undefined || domain === undefined ? {} : { domain }),
      version,
      readOnly: whyReadOnly !== undefined,
      redacted: isRedacted,
      hasCode: code.isThere,
      builds: code.builds,
      workflows: workflows.map(({ name, version: of, taskList, inputSchema }) => ({
        name,
        version: of,
        ...(taskList === undefined ? {} : { taskList }),
        ...(inputSchema === undefined ? {} : { inputSchema }),
      })),
      signals: signals.map(({ name, inputSchema }) => ({
        name,
        ...(inputSchema === undefined ? {} : { inputSchema }),
      })),
      ...(local === undefined
        ? {}
        : { local: { clock: local.skipTo !== undefined, faults: local.setFaults !== undefined } }),
      files: files.all,
    }
  },
} satisfies Partial<Handlers>

const nothing: Declared = { workflows: [], signals: [] }

/** What the code declares. If that takes long, pages are told to ask again when it's known. */
async function declaredSoon({ code, hub }: App): Promise<Declared> {
  const declaring = code.declared()
  const soon = await Promise.race([declaring, sleep(patience, undefined, { ref: false })])
  if (soon !== undefined) return soon
  void declaring.then(() => hub.say('reload', {}))
  return nothing
}
