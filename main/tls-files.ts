import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { ForewarnError } from '../contracts/errors.ts'
import type { Config } from './config.ts'

/** The contents of the files that the configuration names, as the broker takes them. */
export interface TlsFiles {
  cert: string
  key: string
  clientCa?: string
}

type FileName = 'TLS_CERT_FILE' | 'TLS_KEY_FILE' | 'TLS_CLIENT_CA_FILE'

/**
 * Reads the certificates once, before anything starts; undefined where no TLS is configured.
 * @throws ForewarnError `invalid` that lists every file that cannot be read or does not fit
 */
export async function readTlsFiles(config: Config): Promise<TlsFiles | undefined> {
  if (config.MQTTS_PORT === undefined) return undefined
  const mistakes: string[] = []
  const checked = async (name: FileName, check: (pem: string) => void) => {
    const path = config[name]
    try {
      const pem = await readFile(path ?? '', 'utf8')
      check(pem)
      return pem
    } catch (error) {
      mistakes.push(`${name}: ${path}: ${(error as Error).message}`)
      return ''
    }
  }
  const cert = await checked('TLS_CERT_FILE', pem => createSecureContext({ cert: pem }))
  const key = await checked('TLS_KEY_FILE', pem => createPrivateKey(pem))
  const clientCa = config.TLS_CLIENT_CA_FILE && (await checked('TLS_CLIENT_CA_FILE', authorities))
  if (mistakes.length === 0 && !new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)))
    mistakes.push('TLS_KEY_FILE: is not the key of the first certificate in TLS_CERT_FILE')
  if (mistakes.length > 0) {
    const lines = mistakes.map(mistake => `\n  - ${mistake}`).join('')
    throw new ForewarnError('invalid', `the configuration of TLS is wrong:${lines}`)
  }
  return { cert, key, ...(clientCa && { clientCa }) }
}

/** OpenSSL skips what it cannot read in a file of authorities; nobody could log in then, and nobody would know why. */
function authorities(pem: string): void {
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? []
  if (certificates.length === 0) throw new Error('there is no PEM certificate in it')
  for (const text of certificates) {
    const certificate = new X509Certificate(text)
    if (!certificate.ca)
      throw new Error(`${oneLine(certificate.subject)} is not the certificate of an authority`)
  }
}

const oneLine = (subject: string): string => subject.replaceAll('\n', ', ')
