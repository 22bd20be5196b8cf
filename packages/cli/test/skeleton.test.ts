import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands } from '../src/commands/table.ts'
import { version } from '../src/version.ts'
import { inTerminal, reyield, startTestSwf, uncolored, type TestSwf } from './reyield.ts'

const matching = (pattern: RegExp) => expect.stringMatching(pattern) as string

let swf: TestSwf
beforeAll(async () => {
  swf = await startTestSwf()
})
afterAll(() => swf.close())

describe('the command line', () => {
  it('has a help that names each command, and each command has its own help', async () => {
    const [help, short, number, ...each] = await Promise.all([
      reyield(['--help']),
      reyield([]),
      reyield(['--version']),
      reyield(['help', 'count']),
    ])
    expect(help).toMatchObject({ code: 0, err: '' })
    const words = help.out.replaceAll(/\s+/g, ' ')
    for (const { name, group, summary } of commands)
      if (group === undefined) expect(words).toMatch(new RegExp(` ${name} [^A-Z]*${summary} `))
    expect(short).toEqual({ code: 2, out: '', err: help.out })
    expect(number).toEqual({ code: 0, out: `${version()}\n`, err: '' })
    expect(each).toMatchObject([{ code: 0, out: matching(/^Usage: reyield count \[options\]\n/) }])
  })

  it('says what is wrong with a command line, and exits with 2', async () => {
    const wrong: [string[], string][] = [
      [['cuont'], "error: unknown command 'cuont' [USAGE_INVALID]\n  Did you mean count?\n"],
      [['count', '--opne'], "error: unknown option '--opne' [USAGE_INVALID]\n  Did you mean --open?\n"],
      [
        ['count', '--open', '--closed'],
        "error: option '--open' cannot be used with option '--closed' [USAGE_INVALID]\n",
      ],
      [
        ['count'],
        'error: No SWF domain is configured [CONFIG_INVALID]\n' +
          '  Set it with --domain, SWF_DOMAIN, or the member domain of a reyield.config.ts\n',
      ],
      [
        ['count', '--endpoint', '127.0.0.1', '--domain', 'shop'],
        "error: The endpoint is '127.0.0.1': expected a URL that begins with http:// or https://, or 'dev' [USAGE_INVALID]\n",
      ],
      [['\u001b[31mx\nerror: y'], "error: unknown command '\\x1b[31mx [USAGE_INVALID]\n  error: y'\n"],
    ]
    const ended = await Promise.all(wrong.map(([args]) => reyield(args)))
    expect(ended).toEqual(wrong.map(([, err]) => ({ code: 2, out: '', err })))
  })

  it('exits with 3 for an unknown domain and with 4 for an endpoint that is away', async () => {
    const [unknown, away] = await Promise.all([
      reyield(['count', '--domain', 'nowhere'], { env: swf.env }),
      reyield(['count', '--endpoint', 'http://127.0.0.1:1', '--domain', 'shop'], {
        env: { REYIELD_RETRY_FOR: '200ms' },
      }),
    ])
    expect(unknown).toEqual({
      code: 3,
      out: '',
      err: matching(/^error: The domain 'nowhere' isn't registered.* \[DOMAIN_UNKNOWN\]\n {2}Choose/),
    })
    expect(away).toEqual({
      code: 4,
      out: '',
      err: matching(/^error: Nothing answers at http:\/\/127\.0\.0\.1:1 .* \[ENDPOINT_UNREACHABLE\]\n/),
    })
  })

  it('prints colors in a terminal only, and none with NO_COLOR', async () => {
    const [colored, plain] = await Promise.all([
      inTerminal(['cuont']),
      inTerminal(['cuont'], { env: { NO_COLOR: '1' } }),
    ])
    const message = "error: unknown command 'cuont' [USAGE_INVALID]\n  Did you mean count?\n"
    expect(plain).toEqual({ code: 2, out: message, err: '' })
    expect(uncolored(colored.out)).toBe(message)
    expect(colored.out).not.toBe(message)
  })
})
