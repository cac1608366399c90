import { type Static, Type } from 'typebox'
import { readAllowed } from '../ticketing/channels/addresses.ts'

/** What the environment can say of how people and programs are told. */
export const notificationSettings = {
  SMTP_URL: Type.Optional(
    Type.String({
      pattern: '^smtps?://([^\\s/@]+@)?[^\\s/@]+$',
      secret: true,
      description:
        'Mail server for notifications, as smtp://user:password@host:587 (STARTTLS where the server has it) or smtps://user:password@host:465. Needs MAIL_FROM. When not given nothing is sent by mail.',
    }),
  ),
  MAIL_FROM: Type.Optional(
    Type.String({
      pattern: '^[^\\s@<>]+@[^\\s@<>]+$|^[^<>\\r\\n]+ <[^\\s@<>]+@[^\\s@<>]+>$',
      description: 'Sender of mails, as Forewarn <forewarn@plant.example>.',
    }),
  ),
  OUTGOING_ALLOW: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'Hosts and ranges that webhooks and IMAP may reach although they are not on the public internet, or only without TLS: names, addresses and CIDR ranges with commas between, as erp.plant.example,10.1.0.0/16. When not given there are none.',
    }),
  ),
}

type Settings = {
  [Name in keyof typeof notificationSettings]: Static<(typeof notificationSettings)[Name]> | undefined
}

export function notificationMismatches({ SMTP_URL, MAIL_FROM, OUTGOING_ALLOW }: Partial<Settings>): string[] {
  const mistakes: string[] = []
  if (SMTP_URL && !MAIL_FROM)
    mistakes.push('SMTP_URL: is given without MAIL_FROM, the sender. Set both, or neither.')
  if (MAIL_FROM && !SMTP_URL)
    mistakes.push('MAIL_FROM: is given without SMTP_URL, the mail server. Set both, or neither.')
  try {
    readAllowed(OUTGOING_ALLOW ?? '')
  } catch (error) {
    mistakes.push(error instanceof Error ? error.message : String(error))
  }
  return mistakes
}
