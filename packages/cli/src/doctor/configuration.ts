import type { Check } from './finding.ts'

/** The file, and whether the modules that it names can be loaded. */
export const configuration: Check = {
  name: 'configuration',
  async check(context) {
    try {
      const { file, profile, domain } = await context.settings()
      const where =
        file === undefined ? 'no file' : profile === undefined ? file : `${file}, profile ${profile}`
      if (domain === undefined) {
        return [
          {
            state: 'failed',
            what: `${where}: no domain is configured`,
            advice: 'Set it with --domain, SWF_DOMAIN, or the member domain of reyield.config.ts.',
            isLast: true,
          },
        ]
      }
      const { workflows } = await context.definitions()
      await Promise.all([context.serializer(), context.coder()])
      const count = workflows.length === 1 ? '1 workflow' : `${workflows.length} workflows`
      return [{ state: 'ok', what: `${where}; domain ${domain}, ${count}` }]
    } catch (error) {
      return [
        {
          state: 'failed',
          what: (error as Error).message,
          advice: 'See Configuration in docs/cli.md.',
          isLast: true,
        },
      ]
    }
  },
}
