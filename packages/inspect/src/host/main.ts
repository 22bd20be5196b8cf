/**
 * The process of a replay host, see `startReplayHost`. It loads workflow modules and replays histories with them.
 *
 * @module
 */
import { answerTo } from './answer-to.ts'
import type { Numbered, Request } from './protocol.ts'
import { sentError } from './protocol.ts'
import { watchParent } from './watch-parent.ts'

// Code of the user must not send messages to the parent: many programs do, to say that they are ready.
const send = process.send!.bind(process)
delete process.send

// Source maps are read here. What Node maps has no text any longer if the source isn't in a file. A loader of TypeScript needs Node's.
if (!process.execArgv.some(argument => argument.startsWith('--import'))) process.setSourceMapsEnabled(false)
watchParent(Number(process.argv[2]))
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// An error that nothing catches, for instance a promise of a module that rejects, says nothing about a replay.
process.on('uncaughtException', () => undefined)
process.on('unhandledRejection', () => undefined)

process.on('message', (message: unknown) => {
  const { id, body } = message as Numbered<Request>
  void answerTo(body).then(
    value => respond(id, { value }),
    (error: unknown) => respond(id, { error: sentError(error) }),
  )
})

function respond(id: number, body: object): void {
  try {
    send({ id, body })
  } catch (error) {
    send({ id, body: { error: sentError(error) } })
  }
}
