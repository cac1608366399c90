import { type Static, Type } from 'typebox'
import { Nullable, TimeMs } from './schema.ts'

const Position = Type.Integer({
  minimum: 0,
  description: 'Events in the chain up to there.',
  examples: [4_711],
})
const Event = Type.Integer({ minimum: 0, description: 'Id of the last of these events.', examples: [4_802] })
const Hash = Type.String({
  pattern: '^[0-9a-f]{64}$',
  description: 'SHA-256 that stands for all of them, hexadecimal.',
  examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
})
const Fingerprint = Type.String({
  pattern: '^[0-9a-f]{64}$',
  description: 'SHA-256 of the public key’s DER, hexadecimal.',
  examples: ['1b4f0e9851971998e732078544c96b36c3d01cedf7caa332359d6f1d83567014'],
})

export const AuditCheckpoint = Type.Object(
  {
    position: Position,
    event: Event,
    hash: Hash,
    atMs: TimeMs('When it was signed'),
    key: Fingerprint,
    signature: Type.String({ description: 'Ed25519, base64.' }),
    line: Type.String({
      description:
        'All of it as one line, to be kept elsewhere and given to `forewarn audit verify --checkpoint`.',
    }),
  },
  { description: 'What the chain was at an instant, signed.' },
)
export type AuditCheckpoint = Static<typeof AuditCheckpoint>

export const AuditStatus = Type.Object(
  {
    position: Position,
    event: Event,
    hash: Hash,
    unsealed: Type.Integer({
      minimum: 0,
      description: 'Events that wait to be linked; counted up to 10000.',
    }),
    breaks: Type.Integer({
      minimum: 0,
      description:
        'How often the service found another chain than it remembered: events `chain_broken` of the ledger.',
    }),
    key: Fingerprint,
    checkpoint: Nullable(AuditCheckpoint),
  },
  { description: 'The audit chain now.' },
)
export type AuditStatus = Static<typeof AuditStatus>

export const AuditKey = Type.Object(
  {
    fingerprint: Fingerprint,
    publicKey: Type.String({ description: 'PEM.', examples: ['-----BEGIN PUBLIC KEY-----\n…'] }),
    isCurrent: Type.Boolean({ description: 'Whether this service signs with it.' }),
  },
  { description: 'A key that signs the chain.' },
)
export type AuditKey = Static<typeof AuditKey>
