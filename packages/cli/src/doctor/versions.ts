import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { version } from '../version.ts'
import type { Check, Finding } from './finding.ts'

/** The least version of Node that Reyield runs on, and the first one after it that it doesn't. */
const leastNode = [20, 19] as const

/** Node, reyield, and the AWS SDK, which is a peer dependency. */
export const versions: Check = {
  name: 'versions',
  check: () => Promise.resolve([nodeFinding(process.versions.node), sdkFinding()]),
}

export function nodeFinding(node: string): Finding {
  const [major = 0, minor = 0] = node.split('.').map(Number)
  if (major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])) {
    return { state: 'ok', what: `Node ${node}, reyield ${version()}` }
  }
  return { state: 'failed', what: `Node is ${node}`, advice: `Install Node ${leastNode.join('.')} or newer.` }
}

function sdkFinding(): Finding {
  const range = peerRange()
  const found = sdkVersion()
  if (found === undefined) {
    return {
      state: 'warning',
      what: 'The AWS SDK is not installed. Only a local SWF works without it',
      advice: `For Amazon SWF: npm install @aws-sdk/client-swf@"${range}"`,
    }
  }
  return isWithin(found, range)
    ? { state: 'ok', what: `@aws-sdk/client-swf ${found}` }
    : {
        state: 'failed',
        what: `@aws-sdk/client-swf is ${found}: expected was ${range}`,
        advice: `npm install @aws-sdk/client-swf@"${range}"`,
      }
}

/** The range of the peer dependency, as package.json has it. */
function peerRange(): string {
  const file = new URL('../../package.json', import.meta.url)
  const { peerDependencies } = JSON.parse(readFileSync(file, 'utf8')) as {
    peerDependencies: Record<string, string>
  }
  return peerDependencies['@aws-sdk/client-swf']!
}

function sdkVersion(): string | undefined {
  try {
    // its package.json isn't among its exports in all versions, so the file beside its entry is read
    const entry = createRequire(import.meta.url).resolve('@aws-sdk/client-swf')
    const folder = entry.slice(0, entry.lastIndexOf('client-swf') + 'client-swf'.length)
    return (JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as { version: string }).version
  } catch {
    return undefined
  }
}

/** Whether a version is in a range like `>=3.1048 <4`. */
export function isWithin(version: string, range: string): boolean {
  return range.split(' ').every(part => {
    const [, sign, than = ''] = /^(>=|<)(.+)$/.exec(part) ?? []
    const order = compared(version, than)
    return sign === '<' ? order < 0 : order >= 0
  })
}

function compared(one: string, other: string): number {
  const [a, b] = [one, other].map(version => version.split('.').map(number => Number.parseInt(number, 10)))
  for (let i = 0; i < 3; i++) {
    const difference = (a![i] ?? 0) - (b![i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
