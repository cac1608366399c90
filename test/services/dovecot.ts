import { spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAuthority } from '../../broker/testing/certificates.ts'
import { freePort } from '../../main/free-port.ts'
import { endDaemon, startDaemon } from './daemons.ts'

export interface Dovecot {
  port: number
  /** With TLS from the first byte; `authority` is a certificate that nobody trusts who does not know it. */
  tls: { port: number; authority: string }
  /** Ends it; a client finds nobody there. */
  pause(): Promise<void>
  resume(): Promise<void>
  stop(): Promise<void>
}

const MAIL_USER = 'nobody'

/** A real Dovecot of Debian's package, on loopback: any user has an empty mailbox and this password. */
export async function startDovecot(password: string): Promise<Dovecot> {
  const executable = '/usr/sbin/dovecot' // not in the path of every user
  if (spawnSync(executable, ['--version']).error) {
    throw new Error('this suite needs a real IMAP server: apt-get install dovecot-imapd')
  }
  const directory = await mkdtemp(join(tmpdir(), 'forewarn-dovecot-'))
  await chmod(directory, 0o755)
  await mkdir(join(directory, 'mail'))
  await chmod(join(directory, 'mail'), 0o777)
  const [port, tlsPort] = [await freePort(), await freePort()]
  const file = join(directory, 'dovecot.conf')
  const authority = createAuthority('mail of the plant')
  const { cert, key } = authority.issue('mail')
  await writeFile(join(directory, 'cert.pem'), cert)
  await writeFile(join(directory, 'key.pem'), key)
  await writeFile(file, configuration({ directory, port, tlsPort, password }))
  const start = () => startDaemon(executable, ['-F', '-c', file], port)
  let server = await start()
  return {
    port,
    tls: { port: tlsPort, authority: authority.cert },
    pause: () => endDaemon(server),
    async resume() {
      server = await start()
    },
    async stop() {
      await endDaemon(server)
      await rm(directory, { recursive: true, force: true })
    },
  }
}

interface Configuration {
  directory: string
  port: number
  tlsPort: number
  password: string
}

function configuration({ directory, port, tlsPort, password }: Configuration) {
  const isRoot = process.getuid?.() === 0
  const own = spawnSync('id', ['-un']).stdout.toString().trim()
  const group = spawnSync('id', ['-gn']).stdout.toString().trim()
  const users = isRoot
    ? []
    : [
        `default_internal_user = ${own}`,
        `default_login_user = ${own}`,
        `default_internal_group = ${group}`,
        ...['imap-login', 'anvil', 'stats'].map(service => `service ${service} {\n  chroot =\n}`),
      ]
  const mailUser = isRoot ? `uid=${MAIL_USER} gid=nogroup` : `uid=${own} gid=${group}`
  return `${[
    'protocols = imap',
    'listen = 127.0.0.1',
    `base_dir = ${directory}/run`,
    `log_path = ${directory}/log`,
    'ssl = yes',
    `ssl_cert = <${directory}/cert.pem`,
    `ssl_key = <${directory}/key.pem`,
    'disable_plaintext_auth = no',
    'first_valid_uid = 1',
    `mail_location = maildir:${directory}/mail/%u`,
    `passdb {\n  driver = static\n  args = password=${password}\n}`,
    `userdb {\n  driver = static\n  args = ${mailUser} home=${directory}/mail/%u\n}`,
    `service imap-login {\n  inet_listener imap {\n    port = ${port}\n  }\n  inet_listener imaps {\n    port = ${tlsPort}\n    ssl = yes\n  }\n}`,
    ...users,
  ].join('\n')}\n`
}
