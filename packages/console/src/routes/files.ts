import type { Handlers } from './handler.ts'

/** Open files. `POST /api/files` opens one. */
export const fileRoutes = {
  'DELETE /api/files/:file': ({ files }, { parameters }) => {
    files.close(parameters['file']!)
    return files.all
  },
} satisfies Partial<Handlers>
