import { type SecretsKey, sealer } from './secrets.ts'

/** What of a target must not be read in the database. */
export interface TargetSecrets {
  url: string
  /** The newest first. `untilMs`: what was replaced, and until when it goes on. */
  secrets: readonly { key: string; untilMs: number | null }[]
}

/** What they are sealed for. */
export const SEALED_TARGETS = 'addresses and secrets of notification targets'

export interface TargetSealer {
  seal(secrets: TargetSecrets): Buffer
  /** Undefined where it was sealed with another secret. */
  open(bytes: Buffer): TargetSecrets | undefined
}

export function targetSealer(secretsKey: SecretsKey): TargetSealer {
  const { seal, open } = sealer(secretsKey, SEALED_TARGETS)
  return {
    seal: secrets => seal(JSON.stringify(secrets)),
    open(bytes) {
      const text = open(bytes)
      return text === undefined ? undefined : JSON.parse(text)
    },
  }
}
