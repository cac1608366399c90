import { SEALED_LINKS } from '../store/confirmations.ts'
import { type SecretsKey, sealer } from '../store/secrets.ts'
import { type TargetSealer, targetSealer } from '../store/target-secrets.ts'
import { type Mail, openMail } from './email/email.ts'
import { type Outgoing, openOutgoing } from './outgoing.ts'

/** What it takes to reach anybody: made once, shared by who sends and by who is asked for targets. */
export interface Notifying {
  outgoing: Outgoing
  /** Undefined where the operator has named no mail server. */
  mail: Mail | undefined
  targets: TargetSealer
  /** Opens the addresses in notices to requesters; undefined where they were sealed with another secret. */
  openLink(sealed: string): string | undefined
  publicUrl: string | undefined
  close(): void
}

export interface NotifyingOptions {
  /** What seals what must not be read in the database. */
  secretsKey: SecretsKey
  outgoingAllow?: string | undefined
  smtpUrl?: string | undefined
  mailFrom?: string | undefined
  publicUrl?: string | undefined
}

export function openNotifying({
  secretsKey,
  outgoingAllow,
  smtpUrl,
  mailFrom,
  publicUrl,
}: NotifyingOptions): Notifying {
  const outgoing = openOutgoing({ allow: outgoingAllow })
  const mail = smtpUrl && mailFrom ? openMail({ url: smtpUrl, from: mailFrom }) : undefined
  const links = sealer(secretsKey, SEALED_LINKS)
  return {
    outgoing,
    mail,
    targets: targetSealer(secretsKey),
    openLink: sealed => links.open(Buffer.from(sealed, 'base64url')),
    publicUrl: publicUrl?.replace(/(?<!\/)\/+$/, ''),
    close() {
      outgoing.close()
      mail?.close()
    },
  }
}
