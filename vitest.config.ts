import { defineConfig } from 'vitest/config'
import { mutantPlugin } from './packages/replay/test/live/mutants.ts'
import { useTemporaryFolder } from './test/temporary-folder.ts'

useTemporaryFolder()

// Tests run on the sources of every package (export condition `reyield-source`), child processes on `dist/`.
const conditions = ['reyield-source', 'node', 'import', 'default']
const mutant = process.env['REYIELD_MUTANT']

/** Files of tests that leave their process as it was. They share the modules they import, which saves a quarter of the CPU time. */
const shared = [
  'packages/{codecs,data,workflow,client,schedules,inspect,testing,eslint-plugin}/{src,test}/**/*.test.ts',
  'packages/{replay,worker,local}/src/**/*.test.ts',
  'packages/console/ui/**/*.test.ts',
  'packages/create-reyield/{src/*,template/test/*,test/{bin,create,tarballs}}.test.ts',
  'packages/replay/test/{*,golden/*}.test.ts', // not those of `process/`, which change globals for good
]

/** The same, for files that start workers. Tests of commands aren't here: they load TypeScript with tsx, which changes their process. */
const workers = [
  'packages/worker/test/*.test.ts',
  'packages/telemetry/{src,test}/**/*.test.ts',
  'packages/console/{src,test/server}/**/*.test.ts',
  'examples/{guide,packages}/**/*.test.ts',
]

/** A layer of tests: `include` and `exclude` are globs of its files. */
export const layer = (include: string[], exclude: string[], testTimeout: number, env = {}) => {
  const left = ['**/node_modules/**', '**/dist/**', ...exclude]
  return defineConfig({
    plugins: mutant === undefined ? [] : [mutantPlugin(Number(mutant))],
    ssr: { resolve: { conditions } },
    resolve: { conditions },
    test: {
      env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...env },
      testTimeout,
      maxWorkers: 2,
      projects: [
        { extends: true, test: { name: 'shared', isolate: false, include: shared, exclude: left } },
        { extends: true, test: { name: 'workers', isolate: false, include: workers, exclude: left } },
        {
          extends: true,
          test: {
            name: 'local',
            isolate: false,
            include: ['packages/local/test/**/*.test.ts'],
            exclude: [...left, ...shared],
            globalSetup: ['packages/local/test/conformance/global-setup.ts'],
            setupFiles: ['packages/local/test/conformance/setup.ts'],
          },
        },
        {
          extends: true,
          test: {
            name: 'isolated',
            include,
            exclude: [...left, ...shared, ...workers, 'packages/local/test/**'],
          },
        },
      ],
    },
  })
}

export default layer(['{packages,examples,bench,test}/**/*.test.ts'], ['**/*.deep.test.ts'], 60_000) // a deadline for whole systems on a busy machine
