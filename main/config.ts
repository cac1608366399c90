import { type Static, type TProperties, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { ForewarnError } from '../contracts/errors.ts'
import { attachmentSettings } from './attachment-settings.ts'
import { brokerSettings } from './broker-settings.ts'
import { externalSettings } from './external-settings.ts'
import { notificationMismatches, notificationSettings } from './notification-settings.ts'

const port = (description: string, byDefault: number) =>
  Type.Integer({ minimum: 0, maximum: 65_535, default: byDefault, description })

const optionalPort = (description: string) =>
  Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535, description }))

const file = (description: string) => Type.Optional(Type.String({ minLength: 1, description }))

const days = (description: string, minimum: number, byDefault: number) =>
  Type.Integer({ minimum, maximum: 36_500, default: byDefault, description })

const url = (schemes: string, description: string, more = {}) =>
  Type.String({ pattern: `^(${schemes})://[^\\s]+$`, description, ...more })

/** Everything that the environment can say. docs/configuration.md is generated from this. */
export const ConfigSchema = Type.Object({
  HOST: Type.String({
    default: '127.0.0.1',
    minLength: 1,
    description: 'Address to listen on, for HTTP and MQTT. The default keeps everything on this machine.',
  }),
  HTTP_PORT: port('Port of the API and the web page, 0 to 65535; 0 takes a free one.', 8080),
  MQTT_PORT: port('Port of the MQTT broker, 0 to 65535; 0 takes a free one.', 1883),
  MQTTS_PORT: optionalPort(
    'Port of MQTT over TLS, 0 to 65535; 0 takes a free one. Needs TLS_CERT_FILE and TLS_KEY_FILE. When not given there is no TLS.',
  ),
  TLS_CERT_FILE: file(
    'PEM file with the certificate of the broker, followed by what leads from it to the authority that the devices trust.',
  ),
  TLS_KEY_FILE: file('PEM file with the private key of TLS_CERT_FILE, without a passphrase.'),
  TLS_CLIENT_CA_FILE: file(
    'PEM file with the authorities of client certificates. A device that shows a valid one logs in as its name (CN), without a password.',
  ),
  MQTT_WS_PORT: optionalPort(
    'Port of MQTT over WebSocket (without TLS), 0 to 65535; 0 takes a free one. When not given there is no WebSocket.',
  ),
  DEVICE_ENROLMENT: Type.Enum(['closed', 'open'], {
    default: 'closed',
    description:
      'Whether a device that is not registered may log in with a secret of its own, of at least 12 characters, and wait in quarantine for approval: open or closed.',
  }),
  ...brokerSettings,
  ...externalSettings,
  DATA_DIR: Type.String({
    default: './data',
    minLength: 1,
    description: 'Directory for the message log, the embedded PostgreSQL and the generated secrets.',
  }),
  PUBLIC_URL: Type.Optional(
    url(
      'http|https',
      'Where browsers reach the web page, as https://forewarn.example: for the links and QR codes that are given away. When not given, as whoever asks for a link has reached it.',
    ),
  ),
  TRUSTED_PROXIES: Type.Optional(
    Type.String({
      pattern: '^[0-9A-Fa-f.:/]+(,[0-9A-Fa-f.:/]+)*$',
      description:
        'Addresses or networks (CIDR) of the proxies in front of the API, with commas between, as 10.0.0.2 or 10.0.0.0/8: what they say of the visitor’s address and of https (X-Forwarded-…) is believed. When not given, nobody is believed.',
    }),
  ),
  ...attachmentSettings,
  ...notificationSettings,
  ADMIN_TOKEN: Type.Optional(
    Type.String({
      minLength: 16,
      secret: true,
      description:
        'Bearer token of the administrator, at least 16 characters. When not given it is generated at the first start, printed once and kept in `DATA_DIR/admin-token`.',
    }),
  ),
  READER_TOKEN: Type.Optional(
    Type.String({
      minLength: 16,
      secret: true,
      description:
        'Password of the MQTT user `$reader`, who may hear what devices say and do nothing else, at least 16 characters. When not given it is generated at the first start and kept in `DATA_DIR/reader-token`.',
    }),
  ),
  SECRETS_KEY: Type.Optional(
    Type.String({
      pattern: '^[^,\\s]{32,}(,[^,\\s]{32,})*$',
      secret: true,
      description:
        'Key of the secrets in the database (AES-256-GCM), at least 32 characters without blanks, such as `openssl rand -base64 32`. Several, separated by commas: the first one seals, all of them open, so that a key can be replaced. When not given it is generated at the first start and kept in `DATA_DIR/secrets-key`.',
    }),
  ),
  AUDIT_KEY_FILE: file(
    'PEM file with the private Ed25519 key that signs the audit chain; the same for all ticketing roles on one database. When not given it is generated at the first start and kept in `DATA_DIR/audit-key.pem`. See docs/audit.md.',
  ),
  AUDIT_KEY: Type.Optional(
    Type.String({
      minLength: 1,
      secret: true,
      description:
        'That key itself, as PEM with line breaks or with `\\n` in their place, instead of the file.',
    }),
  ),
  DATABASE_URL: Type.Optional(
    url(
      'postgres|postgresql',
      'PostgreSQL 15 or newer, as postgres://user:password@host:5432/database (a pooler in between must be in session mode). When not given an embedded PostgreSQL runs under DATA_DIR.',
      { secret: true },
    ),
  ),
  INFLUX_URL: Type.Optional(
    url(
      'http|https',
      'InfluxDB 1.8, 2.x or 3.x for the telemetry, as http://host:8086. When not given the telemetry is stored in PostgreSQL.',
    ),
  ),
  INFLUX_TOKEN: Type.Optional(
    Type.String({
      minLength: 1,
      secret: true,
      description: 'Token of InfluxDB 2.x or 3.x with read and write access.',
    }),
  ),
  INFLUX_USERNAME: Type.Optional(
    Type.String({ minLength: 1, description: 'User of InfluxDB 1.x with authentication.' }),
  ),
  INFLUX_PASSWORD: Type.Optional(
    Type.String({ minLength: 1, secret: true, description: 'Password of INFLUX_USERNAME.' }),
  ),
  INFLUX_DATABASE: Type.String({
    default: 'forewarn',
    minLength: 1,
    description: 'Database (1.x, 3.x) or bucket (2.x) in InfluxDB; it must exist.',
  }),
  SAMPLE_RETENTION_DAYS: days(
    'Days for which samples are kept, counted from their time or from when their month was last written, whichever is later, 0 to 36500; 0 keeps them for ever.',
    0,
    365,
  ),
  ROLLUP_RETENTION_DAYS: days(
    'Days for which hourly rollups are kept, counted in the same way, 0 to 36500, not fewer than SAMPLE_RETENTION_DAYS; 0 keeps them for ever.',
    0,
    3_650,
  ),
  DEAD_LETTER_RETENTION_DAYS: days(
    'Days for which dead letters are kept, counted from their receive time, 1 to 36500.',
    1,
    30,
  ),
  WRITER_CONCURRENCY: Type.Integer({
    default: 4,
    minimum: 1,
    maximum: 8,
    description: 'Writes to the telemetry store that run side by side, 1 to 8.',
  }),
  MESSAGE_LOG_MAX_BYTES: Type.Integer({
    default: 8 * 1024 ** 3,
    minimum: 64 * 1024 ** 2,
    description:
      'Bound of the message log on disk, in bytes, at least 67108864 (64 MiB). When it is full, messages are no longer acknowledged until the consumers have caught up.',
  }),
  FARO_URL: Type.Optional(
    url(
      'http|https',
      'Collector for Grafana Faro, which observes the web page, as http://host:12347/collect.',
    ),
  ),
  LOG_LEVEL: Type.Enum(['debug', 'info', 'warn', 'error'], {
    default: 'info',
    description:
      'Least severity that is logged: debug, info, warn or error; requests that only read are debug.',
  }),
})
export type Config = Static<typeof ConfigSchema>

interface Option {
  description?: string
  default?: unknown
  secret?: boolean
}
const options = Object.entries(ConfigSchema.properties as TProperties) as [keyof Config, TSchema & Option][]

/** The configuration in `env`. Throws one `invalid` error that lists every mistake; empty values count as not given. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(options.flatMap(([name]) => (env[name] ? [[name, env[name]]] : [])))
  const config = Value.Default(ConfigSchema, Value.Convert(ConfigSchema, given)) as Config
  const mistakes = options.flatMap(([name, option]) => {
    if (config[name] === undefined || Value.Check(option, config[name])) return []
    const shown = option.secret ? 'the value' : JSON.stringify(env[name])
    return [`${name}: ${shown} is not valid. ${option.description}`]
  })
  mistakes.push(...mismatches(config))
  if (mistakes.length === 0) return config
  throw new ForewarnError(
    'invalid',
    `the configuration has ${count(mistakes)}:\n${mistakes.map(m => `  - ${m}`).join('\n')}`,
  )
}

function mismatches(config: Config): string[] {
  const needsUrl = (['INFLUX_TOKEN', 'INFLUX_USERNAME', 'INFLUX_PASSWORD'] as const).filter(
    name => config[name],
  )
  return [
    ...(config.INFLUX_URL
      ? []
      : needsUrl.map(name => `${name}: is given without INFLUX_URL. Set both, or neither.`)),
    ...(config.INFLUX_TOKEN && config.INFLUX_USERNAME
      ? [
          'INFLUX_USERNAME: is given with INFLUX_TOKEN. Use the token for 2.x and 3.x, user and password for 1.x.',
        ]
      : []),
    ...(config.AUDIT_KEY && config.AUDIT_KEY_FILE
      ? ['AUDIT_KEY: is given with AUDIT_KEY_FILE. Use one of them.']
      : []),
    ...retentionMismatches(config),
    ...tlsMismatches(config),
    ...externalMismatches(config),
    ...notificationMismatches(config),
  ]
}

/** Rollups stand for samples that are gone. */
function retentionMismatches({ SAMPLE_RETENTION_DAYS, ROLLUP_RETENTION_DAYS }: Config): string[] {
  const forSamples = SAMPLE_RETENTION_DAYS || Number.POSITIVE_INFINITY
  const forRollups = ROLLUP_RETENTION_DAYS || Number.POSITIVE_INFINITY
  return forRollups < forSamples
    ? [
        `ROLLUP_RETENTION_DAYS: ${ROLLUP_RETENTION_DAYS} is shorter than SAMPLE_RETENTION_DAYS, ${SAMPLE_RETENTION_DAYS || 'for ever'}. Keep rollups at least as long as samples; 0 is for ever.`,
      ]
    : []
}

/** Half a configuration of TLS must not pass for one. */
function tlsMismatches(config: Config): string[] {
  const files = ['TLS_CERT_FILE', 'TLS_KEY_FILE'] as const
  if (config.MQTTS_PORT === undefined) {
    return [...files, 'TLS_CLIENT_CA_FILE' as const]
      .filter(name => config[name])
      .map(name => `${name}: is given without MQTTS_PORT, the port of MQTT over TLS. Set both, or neither.`)
  }
  return files
    .filter(name => !config[name])
    .map(name => `MQTTS_PORT: is given without ${name}. Set both, or neither.`)
}

function externalMismatches(config: Config): string[] {
  if (config.EXTERNAL_MQTT_URL !== undefined) return []
  const names = ['USERNAME', 'PASSWORD', 'TOPICS', 'SHARE'] as const
  return names
    .map(name => `EXTERNAL_MQTT_${name}` as const)
    .filter(name => config[name] !== undefined)
    .map(name => `${name}: is given without EXTERNAL_MQTT_URL. Set both, or neither.`)
}

const count = (mistakes: string[]) => (mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`)

/** docs/configuration.md. */
export function configurationPage(): string {
  const rows = options.map(([name, { default: byDefault, description }]) => {
    const shown = byDefault === undefined ? '' : `\`${byDefault}\``
    return `| \`${name}\` | ${shown} | ${description} |`
  })
  return [
    '# Configuration',
    '',
    'Forewarn reads its configuration from the environment, once, and reports all mistakes together.',
    'This page is generated from `main/config.ts` by `npm run docs`; CI fails when it is stale.',
    '',
    '| name | default | meaning |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}
