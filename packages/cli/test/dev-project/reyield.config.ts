import { defineConfig } from 'reyield'

export default defineConfig({
  domain: 'shop',
  workflows: 'src/workflows.ts',
  activities: 'src/activities.ts',
  dev: { worker: 'src/worker.ts' },
})
