import type { Purpose, Signer } from './keys.ts'

/*
 * A dump is lines of JSON, each ending with a line feed, in exactly these texts:
 *   {"forewarn":"audit","version":1}
 *   {"key":FINGERPRINT,"publicKey":BASE64}                               the keys that have signed
 *   {"position":N,"hash":HEX,"event":{…}}                                the chain, in its order
 *   {"checkpoint":{"position":N,"event":ID,"hash":HEX,"atMs":MS,"key":FINGERPRINT},"signature":BASE64}
 *   {"end":{… as a checkpoint, and "checkpoints":N},"signature":BASE64}  the last one
 * and two that only a ledger has that somebody has changed:
 *   {"position":N,"hash":HEX,"missing":ID}                               a link whose event is gone
 *   {"stray":{…}}                                                        an event among the sealed ones that has no link
 */

export const FIRST_LINE = '{"forewarn":"audit","version":1}'

/** What a signature says of the chain: so many events up to this one, and the hash that stands for all of them. */
export interface Statement {
  position: number
  /** Id of the last of them. */
  event: number
  /** Hexadecimal. */
  hash: string
  atMs: number
  /** Fingerprint of the key that signs. */
  key: string
}

export interface SignedStatement extends Statement {
  /** Base64. */
  signature: string
}

const statementText = ({ position, event, hash, atMs, key }: Statement, more = '') =>
  `{"position":${position},"event":${event},"hash":"${hash}","atMs":${atMs},"key":"${key}"${more}}`

/** Signs that this is the chain now. */
export function signCheckpoint(signer: Signer, at: Omit<Statement, 'key'>): SignedStatement {
  const statement = { ...at, key: signer.fingerprint }
  return { ...statement, signature: signer.sign('checkpoint', statementText(statement)) }
}

export const keyLine = (fingerprint: string, publicKey: string): string =>
  `{"key":"${fingerprint}","publicKey":"${publicKey}"}`

export const linkLine = (position: number, hash: string, event: string): string =>
  `{"position":${position},"hash":"${hash}","event":${event}}`

export const missingLine = (position: number, hash: string, id: number): string =>
  `{"position":${position},"hash":"${hash}","missing":${id}}`

export const strayLine = (event: string): string => `{"stray":${event}}`

/** One line that can be printed and kept elsewhere. */
export const checkpointLine = ({ signature, ...statement }: SignedStatement): string =>
  `{"checkpoint":${statementText(statement)},"signature":"${signature}"}`

/** The last line of a dump: without it, anybody could cut the dump at a checkpoint. */
export function endLine(signer: Signer, at: Omit<Statement, 'key'>, checkpoints: number): string {
  const text = statementText({ ...at, key: signer.fingerprint }, `,"checkpoints":${checkpoints}`)
  return `{"end":${text},"signature":"${signer.sign('end', text)}"}`
}

const SIGNED =
  /^\{"(checkpoint|end)":(\{"position":(\d{1,16}),"event":(\d{1,16}),"hash":"([0-9a-f]{64})","atMs":(-?\d{1,16}),"key":"([0-9a-f]{64})"(?:,"checkpoints":(\d{1,16}))?\}),"signature":"([A-Za-z0-9+/=]{88})"\}$/

/** A signed line taken apart, with the text that the signature is of. */
export interface ReadStatement extends SignedStatement {
  purpose: Purpose
  text: string
  checkpoints: number | undefined
}

/** Undefined where it is no signed line. */
export function readStatement(line: string): ReadStatement | undefined {
  const found = SIGNED.exec(line)
  if (!found) return undefined
  const [, purpose, text = '', position, event, hash = '', atMs, key = '', checkpoints, signature = ''] =
    found
  if ((purpose === 'end') !== (checkpoints !== undefined)) return undefined
  return {
    ...{ purpose: purpose as Purpose, text, hash, key, signature },
    ...{ position: Number(position), event: Number(event), atMs: Number(atMs) },
    checkpoints: checkpoints === undefined ? undefined : Number(checkpoints),
  }
}

const KEY = /^\{"key":"([0-9a-f]{64})","publicKey":"([A-Za-z0-9+/=]{1,200})"\}$/

export function readKey(line: string): { fingerprint: string; publicKey: string } | undefined {
  const [, fingerprint, publicKey] = KEY.exec(line) ?? []
  return fingerprint === undefined || publicKey === undefined ? undefined : { fingerprint, publicKey }
}

const MISSING = /^\{"position":(\d{1,16}),"hash":"([0-9a-f]{64})","missing":(\d{1,16})\}$/

export function readMissing(line: string): { position: number; hash: string; event: number } | undefined {
  const [, position, hash, event] = MISSING.exec(line) ?? []
  return hash === undefined ? undefined : { position: Number(position), hash, event: Number(event) }
}
