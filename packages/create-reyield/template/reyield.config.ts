import { defineConfig } from 'reyield'

/** For the command `reyield`: https://github.com/reyield/reyield/blob/main/docs/cli.md */
export default defineConfig({
  domain: 'shop',
  workflows: 'src/workflows.ts',
  activities: 'src/activities.ts',
  profiles: {
    local: { endpoint: 'dev' }, // the local SWF that `npm run dev` runs in this folder
  },
  dev: { worker: 'src/worker.ts', inputs: 'inputs' },
})
