import { defineConfig } from 'reyield'

export default defineConfig({
  domain: 'shop',
  workflows: './work*.ts',
  activities: 'activities.ts',
  profiles: { nowhere: { domain: 'nowhere' } },
})
