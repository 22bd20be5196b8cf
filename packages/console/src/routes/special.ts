import type { IncomingMessage, ServerResponse } from 'node:http'
import type { OpenFile, RunRef } from '../api/index.ts'
import type { App } from '../app.ts'
import { textOf } from '../http/body.ts'
import { runOf } from '../runs/opened.ts'

/** The longest file that a page may open, in bytes. A history of 25,000 events has about ten million. */
const longestFile = 200 * 1024 * 1024

type Parameters = Readonly<Record<string, string>>

/** `GET /api/events`. */
export async function streamEvents(
  app: App,
  request: IncomingMessage,
  response: ServerResponse,
  { run }: Parameters,
): Promise<void> {
  const shown = run === undefined ? undefined : await shownRun(app, run)
  if (!response.destroyed) app.hub.add(request, response, shown)
}

/** The run at which a page looks, which may not exist. */
async function shownRun({ service }: App, text: string): Promise<RunRef | undefined> {
  const [workflowId, runId] = text.split('/').map(decoded)
  if (service === undefined || workflowId === undefined || runId === undefined) return undefined
  return await runOf(service, { workflowId, runId }).catch(() => undefined)
}

/** `POST /api/files?name=…`: the body is the text of the file. */
export async function openUpload(
  { files }: App,
  request: IncomingMessage,
  { name = 'history.json' }: Parameters,
): Promise<readonly OpenFile[]> {
  return files.add(name.slice(0, 200), await textOf(request, longestFile))
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
