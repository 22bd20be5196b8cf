import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { LocalSwfError } from '../errors.ts'

/**
 * A certificate and its private key: the contents of PEM files, not their names.
 *
 * @example
 * ```ts
 * const tls = { cert: readFileSync('server.crt'), key: readFileSync('server.key') }
 * const { url } = await local.listen({ tls }) // https://127.0.0.1:…
 * ```
 */
export interface TlsOptions {
  /** The certificate, followed by intermediate certificates if there are any. */
  readonly cert: string | Buffer
  /** Its private key, without a passphrase. */
  readonly key: string | Buffer
}

/**
 * Reads a certificate and its private key from PEM files.
 *
 * @throws LocalSwfError TLS_INVALID
 */
export function readTlsFiles(certFile: string, keyFile: string): TlsOptions {
  return { cert: contentOf('certificate', certFile), key: contentOf('private key', keyFile) }
}

/**
 * Checks that the certificate and the key are valid and belong together.
 *
 * @throws LocalSwfError TLS_INVALID
 */
export function checkTls(tls: TlsOptions): void {
  const usable = (value: unknown) => (typeof value === 'string' || Buffer.isBuffer(value)) && value.length > 0
  if (!usable(tls.cert) || !usable(tls.key)) {
    throw new LocalSwfError(
      'TLS_INVALID',
      'tls needs both cert and key. Each must be the contents of a PEM file',
    )
  }
  const problems: readonly (readonly [TlsPart, string])[] = [
    [
      { cert: tls.cert },
      "The certificate can't be read. Expected PEM that begins with -----BEGIN CERTIFICATE-----",
    ],
    [
      { key: tls.key },
      "The private key can't be read. Expected PEM without a passphrase that begins with -----BEGIN PRIVATE KEY-----",
    ],
    [
      tls,
      "The private key doesn't belong to the certificate. Set the key for which the certificate was issued",
    ],
  ]
  for (const [part, problem] of problems) {
    try {
      createSecureContext(part)
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException
      throw new LocalSwfError('TLS_INVALID', code === undefined ? problem : `${problem} (${code})`, { cause })
    }
  }
}

type TlsPart = Partial<TlsOptions>

function contentOf(what: string, file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new LocalSwfError(
      'TLS_INVALID',
      `The ${what} ${file} can't be read (${code}). Check its path and its permissions`,
      { cause },
    )
  }
}
