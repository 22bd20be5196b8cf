import { version } from '../version.ts'
import type { Handlers } from './handler.ts'

/** What the console looks at. */
export const sessionRoutes = {
  'GET /api/session': async ({ place, domain, isRedacted, whyReadOnly, code, files, local, service }) => {
    const { workflows, signals } =
      service === undefined ? { workflows: [], signals: [] } : await code.declared()
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
