import { defineConfig } from 'reyield'

/** For the command `reyield`: https://github.com/reyield/reyield/blob/main/docs/cli.md */
export default defineConfig({
  domain: 'shop',
  workflows: 'src/workflows.ts',
  activities: 'src/activities.ts',
  profiles: {
    local: { endpoint: 'http://127.0.0.1:4577' },
  },
  dev: { worker: 'src/worker.ts', inputs: 'inputs' },
})
