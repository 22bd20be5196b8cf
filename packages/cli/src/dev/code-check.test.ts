import { expect, it } from 'vitest'
import type { Settings } from '../config/settings.ts'
import { checkCode } from './code-check.ts'
import type { DevSwf } from './dev-swf.ts'

it('says that the workflows can not be loaded when their file was removed or renamed', async () => {
  const settings = {
    workflows: ['/gone/workflows.ts'],
    serializer: 'superjson',
    replayTimeout: 5000,
  } as unknown as Settings
  const { signal } = new AbortController()
  expect(await checkCode({} as DevSwf, settings, signal, () => undefined)).toEqual({
    loads: false,
    error: expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining("No file of workflows is at '/gone/workflows.ts'") as string,
    }) as Error,
  })
})
