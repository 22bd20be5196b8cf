import { defineConfig } from 'reyield'

export default defineConfig({ domain: 'shop', workflows: 'workflows.ts', pipeline: 'pipeline.ts' })
