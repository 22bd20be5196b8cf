#!/usr/bin/env node
// The program is imported only if this Node can run it, so this file uses nothing that an old Node lacks.
const version = process.versions.node.split('.').map(Number)
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  console.error(
    'error: create-reyield needs Node.js 20.19 or newer, and this is ' +
      process.versions.node +
      ' (' +
      process.execPath +
      ').\n  Install a newer one from https://nodejs.org, or choose it with your version manager.',
  )
  process.exitCode = 1
} else {
  import('../dist/main.js')
}
