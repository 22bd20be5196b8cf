import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { historiesFile, readHistoriesFile } from './histories.ts'
import { lockText, readLock, type Lock } from './lock.ts'

/*
 * The files of reyield lock, letter by letter. They are kept in version control, and later versions read them. A line here is never
 * changed, whatever becomes of the names in the code.
 */

const lock: Lock = {
  builds: [
    {
      id: '41f',
      workflows: [
        {
          name: 'order',
          version: '1.0',
          defaults: { taskList: 'orders', taskStartToCloseTimeout: '10', childPolicy: 'TERMINATE' },
          serializer: 'superjson',
          patches: ['weigh-first'],
          retired: [],
          activities: ['charge@1.0'],
          histories: 2,
        },
      ],
      signals: ['approved'],
      activities: ['charge@1.0', 'ship@2.0'],
    },
  ],
  accepted: [{ workflow: 'order@1.0', builds: ['41f'], reason: 'none open' }],
}

const text = `{
  "reyield": "lock",
  "version": 1,
  "builds": [
    {
      "id": "41f",
      "workflows": [
        {
          "name": "order",
          "version": "1.0",
          "defaults": {
            "taskList": "orders",
            "taskStartToCloseTimeout": "10",
            "childPolicy": "TERMINATE"
          },
          "serializer": "superjson",
          "patches": [
            "weigh-first"
          ],
          "retired": [],
          "activities": [
            "charge@1.0"
          ],
          "histories": 2
        }
      ],
      "signals": [
        "approved"
      ],
      "activities": [
        "charge@1.0",
        "ship@2.0"
      ]
    }
  ],
  "accepted": [
    {
      "workflow": "order@1.0",
      "builds": [
        "41f"
      ],
      "reason": "none open"
    }
  ]
}
`

describe('reyield.lock.json', () => {
  it('has this format', () => {
    expect(lockText(lock)).toBe(text)
    expect(readLock(text, 'F')).toMatchObject(lock)
  })

  it('keeps members of later versions', () => {
    const later = text
      .replace('"id": "41f"', '"id": "41f",\n      "node": "24"')
      .replace('"version": 1,', '"version": 1,\n  "comment": "x",')
    expect(JSON.parse(lockText(readLock(later, 'F')))).toEqual(JSON.parse(later))
  })

  it.each([
    ['<<<<<<< HEAD\n{}', "LOCKFILE_INVALID: The lock isn't JSON: F. If it has conflicts"],
    ['{}', 'LOCKFILE_INVALID: The file is no lock: F.'],
    ['null', 'LOCKFILE_INVALID: The file is no lock: F.'],
    [
      '{"reyield":"lock","version":2}',
      'LOCKFILE_INVALID: The lock has the format 2, and this version of reyield knows 1: F.',
    ],
    [
      '{"reyield":"lock","version":1,"builds":[null],"accepted":[]}',
      'LOCKFILE_INVALID: The lock was changed or is damaged: F.',
    ],
    [
      text.replace('"histories": 2', '"histories": "2"'),
      'LOCKFILE_INVALID: The lock was changed or is damaged: F.',
    ],
    [
      text.replace('"retired": []', '"retired": [7]'),
      'LOCKFILE_INVALID: The lock was changed or is damaged: F.',
    ],
    [text.replace('"reason"', '"why"'), 'LOCKFILE_INVALID: The lock was changed or is damaged: F.'],
  ])('refuses %j', (of, message) => {
    expect(refusal(() => readLock(of, 'F'))).toContain(message)
  })
})

const odd = 'b],"history":{'
const histories = [
  { builds: ['52a', '41f'], text: '{"execution":{"workflowId":"order-7","runId":"r"},"events":[]}' },
  { builds: [odd], text: '{"recorded":true,"events":[{"eventId":1}]}' },
]

const lines = `{"reyield":"histories","version":1}
{"builds":["41f","52a"],"history":{"execution":{"workflowId":"order-7","runId":"r"},"events":[]}}
{"builds":["b],\\"history\\":{"],"history":{"recorded":true,"events":[{"eventId":1}]}}
`

describe('reyield.histories.jsonl.br', () => {
  it('has this format, in whatever order the histories are found', () => {
    const file = historiesFile(histories, undefined)
    expect(brotliDecompressSync(file).toString()).toBe(lines)
    expect(historiesFile(histories.toReversed(), Buffer.from('damaged'))).toEqual(file)
    const ofOtherNode = brotliCompressSync(lines, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })
    expect(historiesFile(histories, ofOtherNode)).toBe(ofOtherNode)
    expect(historiesFile(histories.slice(1), ofOtherNode)).not.toBe(ofOtherNode)
    expect(readHistoriesFile(file, 'F')).toEqual([
      { builds: ['41f', '52a'], text: histories[0]!.text },
      histories[1],
    ])
  })

  it.each([
    [Buffer.from('no brotli'), "LOCKFILE_INVALID: The histories of the lock can't be decompressed: F."],
    ['', "LOCKFILE_INVALID: The histories of the lock can't be decompressed: F."],
    [
      '{"reyield":"histories","version":2}\n',
      'LOCKFILE_INVALID: The histories of the lock have another format: F.',
    ],
    [
      `${lines.split('\n')[0]}\n{"history":{}}\n`,
      'LOCKFILE_INVALID: Line 2 of the histories of the lock is no history: F.',
    ],
    [
      `${lines}{"builds":7,"history":{}}\n`,
      'LOCKFILE_INVALID: Line 4 of the histories of the lock is no history: F.',
    ],
  ])('refuses %j', (of, message) => {
    const bytes = typeof of === 'string' ? brotliCompressSync(of) : of
    expect(refusal(() => readHistoriesFile(bytes, 'F'))).toContain(message)
  })
})

function refusal(read: () => unknown): string {
  try {
    return JSON.stringify(read())
  } catch (error) {
    const { code, message } = error as { code: string; message: string }
    return `${code}: ${message}`
  }
}
