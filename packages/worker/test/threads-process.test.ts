import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'

it('a process with activities in threads: uncaught errors fail the activities that cause them, and it ends by itself', async () => {
  const script = fileURLToPath(new URL('./threads/process.mjs', import.meta.url))
  const child = spawn(process.execPath, [script], { env: { ...process.env, NODE_OPTIONS: '' } })
  const [printed, errors, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise(resolve => child.on('close', resolve)),
  ])
  expect({ code, errors, printed: JSON.parse(printed || 'null') as unknown }).toEqual({
    code: 0,
    errors: '',
    printed: {
      outcomes: {
        rejects: 'RangeError: left beh',
        timerThrows: 'RangeError: left beh',
        badHeartbeat: 'PayloadTooLongError: The deta',
        returnsAtOnce: 'RangeError: left beh',
        throwsAfterItsEnd: 'nothing',
        echo: 'called directly',
      },
      lines: [
        'badHeartbeat: PAYLOAD_TOO_LONG: The activity fails because of an error that no code catches',
        'blocks: undefined: The worker stopped before the activity ended. Nothing is recorded, and SWF times out the activity',
        'rejects: RangeError: The activity fails because of an error that no code catches',
        'returnsAtOnce: RangeError: The activity fails because of an error that no code catches',
        'throwsAfterItsEnd: RangeError: An activity that had already ended caused an error that no code catches',
        'timerThrows: RangeError: The activity fails because of an error that no code catches',
      ],
    },
  })
})
