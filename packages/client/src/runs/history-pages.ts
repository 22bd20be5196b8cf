import type { ClientContext } from '../calls/context.ts'
import { bounded, type ClientCallOptions } from '../calls/options.ts'
import { UnknownExecutionError } from '../errors/unknown-execution.ts'
import type { CallOptions } from '../port/swf.ts'
import { Chain, goesOn } from './chain.ts'
import { inFoundRun } from './find.ts'
import { lookWith, type Look, type Page, type Run } from './look.ts'

/** An execution whose runs are read: from a given one on, or without a run id the one that is found. */
export interface ReadTarget {
  readonly workflowId: string
  readonly runId: string | undefined
  readonly followRuns: boolean
}

/** Reads something of an execution, through the chain of its runs. */
export type Read = <T>(options: CallOptions, look: (chain: Chain) => Promise<T>) => Promise<T>

/** The chain of runs from a given run on, which is kept between calls. Without a run id, each read looks a run up. */
export function readingOf(
  context: ClientContext,
  { workflowId, runId, followRuns }: ReadTarget,
): { readonly chain: Chain | undefined; readonly read: Read } {
  const chain = runId === undefined ? undefined : new Chain({ workflowId, runId }, followRuns)
  const read: Read = (options, look) =>
    chain === undefined
      ? inFoundRun(context, workflowId, options, run => look(new Chain(run, followRuns)))
      : look(chain)
  return { chain, read }
}

/** A page of a history, and the run that it is of. */
export interface RunPage extends Page {
  readonly run: Run
}

/** The first page of the current run's history. */
export const firstPage = (look: Look, chain: Chain): Promise<RunPage> =>
  chain.current(look, async run => {
    const found = await look.page(run)
    if ('unknown' in found) return found
    const page = found.answer
    if (!chain.follow) return { answer: { ...page, run } }
    const last = page.nextPageToken === undefined ? { answer: page.events.at(-1) } : await look.lastEvent(run)
    return goesOn(last) ?? { answer: { ...page, run } }
  })

/**
 * Another page of a run.
 *
 * @throws UnknownExecutionError (EXECUTION_UNKNOWN) if the run has been removed meanwhile
 */
export async function nextPage(look: Look, run: Run, token: string): Promise<Page> {
  const page = await look.page(run, token)
  if ('answer' in page) return page.answer
  throw new UnknownExecutionError(run.workflowId, run.runId, { kept: undefined }, page.unknown)
}

/** The pages of the history of one run. The timeout of the options is that of each page. */
export async function* historyPages(
  context: ClientContext,
  workflowId: string,
  read: Read,
  options: ClientCallOptions = {},
): AsyncGenerator<RunPage, void, undefined> {
  const reading = <T>(look: (options: CallOptions) => Promise<T>) =>
    bounded(options, context.timers, `historyPages of '${workflowId}'`, 'reads', look)
  const first = await reading(o => read(o, chain => firstPage(lookWith(context, o), chain)))
  yield first
  const { run } = first
  for (let token = first.nextPageToken; token !== undefined;) {
    const of = token
    const page: Page = await reading(o => nextPage(lookWith(context, o), run, of))
    yield { ...page, run }
    token = page.nextPageToken
  }
}

/**
 * The pages of the history of one run, as `handle.historyPages` reads them, with the ids of the run.
 *
 * @throws UnknownExecutionError (EXECUTION_UNKNOWN), UnknownDomainError (DOMAIN_UNKNOWN)
 */
export const runPages = (
  context: ClientContext,
  target: ReadTarget,
  options?: ClientCallOptions,
): AsyncGenerator<RunPage, void, undefined> =>
  historyPages(context, target.workflowId, readingOf(context, target).read, options)
