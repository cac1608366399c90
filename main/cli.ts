#!/usr/bin/env node
import { Command, InvalidArgumentError, Option } from 'commander'
import { DeadLetterReason } from '../contracts/dead-letters.ts'
import { precisions } from '../simulators/replay/epoch.ts'
import { replayKinds } from '../simulators/replay/kind.ts'
import { type Config, readConfig } from './config.ts'
import { type RoleName, roleNames } from './roles/role.ts'

/** The only place that reads the environment. */
const config = (defaults: Record<string, string> = {}): Config => readConfig({ ...defaults, ...process.env })

const baseUrl = (text: string): string => {
  if (!/^https?:\/\/[^/]+$/.test(text)) throw new InvalidArgumentError('Expected http://host:port.')
  return text
}

const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 0 to 999999999.')
  return Number(text)
}

const positive = (text: string): number => {
  if (wholeNumber(text) === 0) throw new InvalidArgumentError('Expected a whole number from 1 to 999999999.')
  return Number(text)
}

const windowSize = (text: string): number => {
  if (positive(text) > 65_535) throw new InvalidArgumentError('MQTT has 65535 message ids.')
  return Number(text)
}

const instant = (text: string): number => {
  const ms = /^\d+$/.test(text) ? Number(text) : Date.parse(text)
  if (!Number.isSafeInteger(ms)) {
    throw new InvalidArgumentError(
      'Expected ms since the Unix epoch, or RFC 3339 such as 2026-01-31T12:00:00Z.',
    )
  }
  return ms
}

const mqttUrl = () =>
  new Option('--mqtt <url>', 'where the broker is').default(
    `mqtt://127.0.0.1:${process.env.MQTT_PORT || 1883}`,
  )

const brokerUrl = (text: string): string => {
  if (!/^(mqtts?|wss?):\/\/[^\s]+$/.test(text))
    throw new InvalidArgumentError('Expected mqtt://host:1883, mqtts://host:8883, ws:// or wss://.')
  return text
}

const mqttPassword = () =>
  new Option('--password <text>', 'of --user; other users see it in the list of processes').env(
    'MQTT_PASSWORD',
  )

const url = () =>
  new Option('--url <url>', 'where the API of the running Forewarn is')
    .default(`http://127.0.0.1:${process.env.HTTP_PORT || 8080}`)
    .argParser(baseUrl)

// Each command loads its own code when it is called: all of it would be most of a second of work for the smallest.
const program = new Command('forewarn')
  .description('Predictive maintenance: telemetry in over MQTT, work orders with evidence out.')
  .addHelpText('after', '\nThe environment configures it: see docs/configuration.md.')
  .configureHelp({ showGlobalOptions: true })

program
  .command('start')
  .description('start the service; with no configuration on this machine only, with an embedded PostgreSQL')
  .addOption(new Option('--role <role>', 'run one role alone, as Compose does').choices(roleNames))
  .action(async (options: { role?: RoleName }) =>
    (await import('./cli/start.ts')).start(config(), options.role),
  )

program
  .command('demo')
  .description(
    'start the service with simulated machines, some of which are about to fail (data in ./data/demo)',
  )
  .option('--seed <n>', 'another seed gives other machines', wholeNumber, 1)
  .action(async (options: { seed: number }) =>
    (await import('./cli/demo.ts')).demo(config({ DATA_DIR: './data/demo' }), options.seed),
  )

program
  .command('replay')
  .description('publish a file with the event times of the file: CSV, an export of InfluxDB, or a recording')
  .argument('<file>', 'also packed by gzip; what kind of file it is, its beginning tells')
  .addOption(new Option('--kind <kind>', 'take it for a file of this kind').choices(replayKinds))
  .option('--speed <n|max>', 'event time over wall time: 1 is as it was, 3600 an hour a second', 'max')
  .option(
    '--device <id>',
    'CSV: the device. Export: that of lines without a --device-tag. Registered when new',
  )
  .option(
    '--metric <list>',
    'CSV: metric of the only value column, or column=metric,… (default: all). Export: field=metric,… (default: all)',
  )
  .option('--time <column>', 'CSV: timestamp column (default: one that is called so, or the first)')
  .option('--device-tag <list>', 'export: tags that name the device; the first that a line has')
  .option('--measurement <list>', 'export: only these measurements')
  .option('--metric-name <template>', 'export: as "{measurement}.{field}"; tags in braces as well')
  .addOption(
    new Option('--order <order>', 'export: sorted by time, or as it is in the file (default: time)').choices([
      'time',
      'file',
    ]),
  )
  .addOption(
    new Option('--precision <unit>', 'export: unit of times that are numbers (default: auto)').choices(
      precisions,
    ),
  )
  .option('--topic <filter...>', 'recording: only these topics')
  .option('--rewrite <from=to...>', 'recording: replace what topics begin with')
  .addOption(
    new Option('--shift-to <when>', 'recording: move event times, so that they begin or end now').choices([
      'now',
    ]),
  )
  .option('--user <name>', 'recording: publish as this user, to a broker that need not be Forewarn')
  .addOption(mqttPassword())
  .option('--site <id>', 'site of new devices (default: plant); of a recording: instead of its own')
  .option('--asset <id>', 'asset of a new device (default: the id of the device)')
  .option('--class <id>', 'equipment class of a new asset', 'generic')
  .option('--criticality <A|B|C>', 'criticality of a new asset', 'B')
  .addOption(mqttUrl())
  .addOption(url())
  .action(async (file: string, options) => (await import('./cli/replay.ts')).replay(config(), file, options))

program
  .command('simulate')
  .description('run a scenario of simulated machines and people against the running Forewarn')
  .argument('<file>', 'scenario, YAML (docs/simulating.md)')
  .option('--speed <n|max>', 'of its history: event time over wall time (default: as the scenario says)')
  .option('--truth <file>', 'write what was going to fail and what happened, as JSON lines')
  .addOption(mqttUrl())
  .addOption(url())
  .action(async (file: string, options) =>
    (await import('./cli/simulate.ts')).simulate(config(), file, options),
  )

program
  .command('record')
  .description('write what an MQTT broker passes on into a file that `forewarn replay` publishes again')
  .argument('<file>', 'a new file, JSON lines; packed where its name ends in .gz')
  .option(
    '--mqtt <url>',
    'broker: mqtt://, mqtts://, ws://, wss:// (default: EXTERNAL_MQTT_URL, else Forewarn’s own)',
    brokerUrl,
  )
  .option(
    '--user <name>',
    'who logs in (default: EXTERNAL_MQTT_USERNAME, or the reader of Forewarn’s own broker)',
  )
  .addOption(mqttPassword())
  .option('--topic <filter...>', 'topic filters', ['#'])
  .option('--seconds <n>', 'how long (default: until Ctrl-C)', positive)
  .option('--max-bytes <n>', 'end before the file becomes larger', positive, 500_000_000)
  .action(async (file: string, options) => (await import('./cli/record.ts')).record(config(), file, options))

program
  .command('backtest')
  .description(
    'tell what the detectors would have said of the past: tickets, failures found, false alarms, warning',
  )
  .argument('[files...]', 'CSV files, each a machine; without them the telemetry of the running Forewarn')
  .option(
    '--class <id|file>',
    'service: this equipment class. Files: the class of the machines, JSON or YAML',
  )
  .option('--asset <id>', 'service: this asset alone')
  .option('--from <time>', 'begin of the period (files: of the file)', instant)
  .option('--to <time>', 'end of the period (default: now; files: their end)', instant)
  .option('--learn-from <time>', 'let the detectors learn from then on (default: --from)', instant)
  .option(
    '--profile <file|version>',
    'profile to try: JSON or YAML, a kept version, or shipped (default: as now)',
  )
  .option('--compare <file|version...>', 'profiles to compare it with')
  .option(
    '--failures <file>',
    'failures of the past beside those of closed tickets: CSV (asset, at, from, to, name)',
  )
  .option(
    '--horizon <days>',
    'so many days before a failure a ticket is a warning of it (default: 30)',
    positive,
  )
  .option('--metric <list>', 'files: metric of the only value column, or column=metric,… (default: all)')
  .option('--time <column>', 'files: timestamp column (default: one that is called so, or the first)')
  .option('--json [file]', 'the result as JSON, into a file or in place of the tables')
  .option('--svg <file>', 'draw tickets beside failures')
  .addOption(url())
  .action(async (files: string[], options) =>
    (await import('./cli/backtest.ts')).backtest(config(), files, options),
  )

program
  .command('conformance-broker')
  .description('run the MQTT broker alone, open to anybody and in memory, for interoperability suites')
  .option('--port <n>', 'port to listen on; 0 takes a free one', wholeNumber, 1883)
  .option('--host <address>', 'loopback address to listen on', process.env.HOST || '127.0.0.1')
  .action(async (options: { host: string; port: number }) =>
    (await import('./cli/conformance-broker.ts')).conformanceBroker(config(), options),
  )

program
  .command('load')
  .description('publish from many devices at once and report what is acknowledged, and how fast')
  .requiredOption('--devices <n>', 'devices, a connection each; registered where they are new', positive)
  .requiredOption('--seconds <n>', 'how long', positive)
  .option('--rate <n>', 'messages per second in all (default: as many as are acknowledged)', positive)
  .option('--window <n>', 'unacknowledged messages of one device', windowSize, 20)
  .option('--site <id>', 'site of the devices', 'load')
  .option('--prefix <id>', 'the devices are <id>-1, <id>-2 and so on', 'load')
  .option('--ledger <file>', 'write what was acknowledged of each device, as JSON')
  .option('--json', 'print the report as JSON')
  .addOption(mqttUrl())
  .addOption(url())
  .action(async options => (await import('./cli/load.ts')).load(config(), options))

program
  .command('device')
  .description('devices of the registry')
  .command('add')
  .description('register a device, and its asset where that is new; prints the secret once')
  .argument('<id>', 'id of the device, its MQTT user name')
  .requiredOption('--site <id>', 'site; registered when it is new')
  .option('--asset <id>', 'asset that it watches (default: the id of the device)')
  .option('--class <id>', 'equipment class of a new asset', 'generic')
  .option('--criticality <A|B|C>', 'criticality of a new asset', 'B')
  .option('--address <name>', 'what it is called in the topics and payloads of its format, if not its id')
  .option('--gateway <id>', 'the device that publishes for it')
  .option('--silent-after <seconds>', 'when it counts as silent (default: as its class says)', positive)
  .addOption(url())
  .action(async (id: string, options) => (await import('./cli/device.ts')).addDevice(config(), id, options))

const account = program.command('account').description('accounts of people, and their roles')
const withPerson = (command: Command) =>
  command
    .option(
      '--role <role...>',
      'administrator, planner, technician, requester or viewer; everywhere, or at a site as planner@plant-1',
    )
    .option('--display-name <name>', 'what people call them')
    .option('--email <address>', 'where mail reaches them')
    .option('--technician <id>', 'the technician that they are')
    .addOption(url())

account
  .command('list')
  .description('who there is, with their roles')
  .addOption(url())
  .action(async options => (await import('./cli/account.ts')).listAccounts(config(), options))

withPerson(
  account
    .command('add')
    .description('make an account; prints a link, once, by which its owner sets the password')
    .argument('<name>', 'what they sign in with'),
).action(async (name: string, options) =>
  (await import('./cli/account.ts')).addAccount(config(), name, options),
)

withPerson(
  account
    .command('change')
    .description('change what is given; roles are replaced')
    .argument('<name>', 'what they sign in with')
    .option('--active', 'let them in again')
    .option('--no-active', 'let them in no more: their sessions end, their tokens do nothing'),
).action(async (name: string, options) =>
  (await import('./cli/account.ts')).changeAccount(config(), name, options),
)

account
  .command('link')
  .description('print a link by which somebody sets a new password; it works once, for a day')
  .argument('<name>', 'what they sign in with')
  .addOption(url())
  .action(async (name: string, options) =>
    (await import('./cli/account.ts')).linkAccount(config(), name, options),
  )

account
  .command('unlock')
  .description('let somebody try again at once after too many wrong passwords')
  .argument('<name>', 'what they sign in with')
  .addOption(url())
  .action(async (name: string, options) =>
    (await import('./cli/account.ts')).unlockAccount(config(), name, options),
  )

const token = program.command('token').description('tokens for programs')

token
  .command('add')
  .description('make a token; prints it once')
  .argument('<name>', 'what it is for')
  .requiredOption('--role <role...>', 'what it may: as of an account')
  .addOption(
    new Option('--scope <scope...>', 'what it is used for')
      .choices(['read', 'tickets:write', 'registry:write', 'settings:write', 'intake', 'admin'])
      .default(['read']),
  )
  .option('--days <n>', 'how long it works, at most 731', positive, 90)
  .addOption(url())
  .action(async (name: string, options) => (await import('./cli/token.ts')).addToken(config(), name, options))

token
  .command('revoke')
  .description('make a token useless, at once and for ever')
  .argument('<id>', 'its number')
  .addOption(url())
  .action(async (id: string, options) => (await import('./cli/token.ts')).revokeToken(config(), id, options))

const quarantine = program
  .command('quarantine')
  .description('devices that speak and are not registered; what they say waits in the dead letters')

quarantine
  .command('list')
  .description('who waits for approval, with the names of their metrics')
  .option('--ignored', 'those that are ignored instead')
  .addOption(url())
  .action(async options => (await import('./cli/quarantine.ts')).listQuarantine(config(), options))

quarantine
  .command('approve')
  .description('register a device, and have read again what it said before; prints its secret once')
  .argument('<name>', 'the name under which it is listed')
  .requiredOption('--asset <id>', 'asset that it watches')
  .option('--id <id>', 'id of the device; its name becomes its address (default: its name)')
  .option('--silent-after <seconds>', 'when it counts as silent (default: as its class says)', positive)
  .addOption(url())
  .action(async (name: string, options) =>
    (await import('./cli/quarantine.ts')).approveStranger(config(), name, options),
  )

quarantine
  .command('ignore')
  .description('keep a device out of the list, also when it speaks again')
  .argument('<name>', 'the name under which it is listed')
  .addOption(url())
  .action(async (name: string, options) =>
    (await import('./cli/quarantine.ts')).ignoreStranger(config(), name, options),
  )

const deadLetters = program
  .command('dead-letters')
  .description('messages, or parts of messages, that did not become a reading')

const reason = () => new Option('--reason <reason>', 'only with this reason').choices(DeadLetterReason.enum)

deadLetters
  .command('list')
  .description('what could not be understood, newest first')
  .addOption(reason())
  .option('--device <name>', 'only about this device, by id or address as the message says it')
  .option('--publisher <id>', 'only from this publisher')
  .option('--limit <n>', 'how many, at most 500', positive, 50)
  .addOption(url())
  .action(async options => (await import('./cli/dead-letters.ts')).listDeadLetters(config(), options))

deadLetters
  .command('replay')
  .description('read dead letters again: after a device was registered, a class or a format corrected')
  .argument('[ids...]', 'only those with these ids')
  .addOption(reason())
  .option('--device <name>', 'only about this device, by id or address as the message says it')
  .option('--publisher <id>', 'only from this publisher')
  .option('--from <time>', 'only received at this time or later (ms since the epoch, or RFC 3339)', instant)
  .option('--to <time>', 'only received before this time', instant)
  .addOption(url())
  .action(async (ids: string[], options) =>
    (await import('./cli/dead-letters.ts')).replayDeadLetters(config(), ids, options),
  )

const audit = program
  .command('audit')
  .description('the chain over the ledger that shows whether anybody changed the past (docs/audit.md)')

audit
  .command('export')
  .description('write all events, the chain and what is signed of it into a file')
  .requiredOption('--out <file>', 'a new file, JSON lines; packed where its name ends in .gz')
  .addOption(url())
  .action(async options => (await import('./cli/audit.ts')).exportAudit(config(), options))

audit
  .command('verify')
  .description('verify such a file, without the service; names the first broken link')
  .argument('<file>', 'as `audit export` has written it')
  .option('--key <file|fingerprint...>', 'public key that you trust, PEM, or its fingerprint')
  .option('--checkpoint <file...>', 'checkpoints that you kept elsewhere, a line each')
  .action(async (file: string, options) => (await import('./cli/audit.ts')).verifyAudit(file, options))

audit
  .command('checkpoint')
  .description('print the newest signed checkpoint, a line to be kept elsewhere')
  .addOption(url())
  .action(async options => (await import('./cli/audit.ts')).printCheckpoint(config(), options))

audit
  .command('key')
  .description('print the public key of the service, PEM, and its fingerprint')
  .addOption(url())
  .action(async options => (await import('./cli/audit.ts')).printAuditKey(config(), options))

program
  .command('export')
  .description('write all of a list into a file: CSV, or Parquet (docs/exports.md)')
  .argument('[list]', 'path of the list in the API, such as tickets; without it the lists that there are')
  .option('--out <file>', 'file to write (default: the standard output)')
  .addOption(
    new Option('--format <format>', 'default: as the file is called, else csv').choices([
      'csv',
      'csv-bom',
      'parquet',
    ]),
  )
  .option('--where <name=value...>', 'filters of the list, as the API has them', [])
  .addOption(url())
  .action(async (list: string | undefined, options) =>
    (await import('./cli/export.ts')).exportList(config(), list, options),
  )

program
  .command('env')
  .description('write .env with fresh secrets for docker-compose.yml; never overwrites one')
  .argument('[file]', 'file to write', '.env')
  .action(async (file: string) => (await import('./cli/env.ts')).writeEnvironmentFile(file))

program
  .command('docs')
  .description('write the generated pages of docs/')
  .action(async () => (await import('./cli/docs.ts')).writeDocs())

try {
  await program.parseAsync()
} catch (error) {
  console.error(`forewarn: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
