import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { LocalSwfError } from '../errors.ts'

/** A certificate and its private key, as the contents of PEM files. */
export interface TlsOptions {
  /** The certificate, followed by those of the authorities in between, if there are any. */
  readonly cert: string | Buffer
  /** Its private key, without a passphrase. */
  readonly key: string | Buffer
}

/**
 * Reads a certificate and its key.
 *
 * @throws LocalSwfError TLS_INVALID
 */
export function readTlsFiles(certFile: string, keyFile: string): TlsOptions {
  return { cert: contentOf('certificate', certFile), key: contentOf('private key', keyFile) }
}

/**
 * Checks that certificate and key can be read and belong together.
 *
 * @throws LocalSwfError TLS_INVALID
 */
export function checkTls(tls: TlsOptions): void {
  const usable = (value: unknown) => (typeof value === 'string' || Buffer.isBuffer(value)) && value.length > 0
  if (!usable(tls.cert) || !usable(tls.key)) {
    throw new LocalSwfError('TLS_INVALID', 'tls needs both cert and key, each the contents of a PEM file')
  }
  const problems: readonly (readonly [TlsPart, string])[] = [
    [
      { cert: tls.cert },
      "The certificate can't be read: expected one in PEM, beginning with -----BEGIN CERTIFICATE-----",
    ],
    [
      { key: tls.key },
      "The private key can't be read: expected one in PEM without a passphrase, -----BEGIN PRIVATE KEY-----",
    ],
    [tls, "The private key isn't the certificate's: give the key that the certificate was made for"],
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
      `The ${what} ${file} can't be read (${code}). Check its path and who may read it`,
      { cause },
    )
  }
}
