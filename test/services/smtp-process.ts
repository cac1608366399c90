/**
 * A mail server in a process of its own: says its port, and then every message that it takes, one line of JSON each.
 * `--quiet` only counts them, and says the number when asked by a line; what is for `refuse…@` is refused for good, for
 * `later…@` for now.
 */
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

const quiet = process.argv.includes('--quiet')
let taken = 0
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

const server = new SMTPServer({
  authOptional: true,
  allowInsecureAuth: true,
  disabledCommands: ['STARTTLS'],
  onAuth({ username, password }, _session, done) {
    if (username === 'forewarn' && password === 'mail-secret') return done(null, { user: username })
    done(Object.assign(new Error('Authentication failed'), { responseCode: 535 }))
  },
  onRcptTo({ address }, _session, done) {
    const responseCode = address.startsWith('refuse') ? 550 : address.startsWith('later') ? 451 : undefined
    done(responseCode ? Object.assign(new Error('No such mailbox here'), { responseCode }) : undefined)
  },
  onData(stream, session, done) {
    const chunks: Buffer[] = []
    stream.on('data', chunk => chunks.push(chunk))
    stream.on('end', () => {
      taken++
      const to = session.envelope.rcptTo.map(({ address }) => address)
      if (!quiet) say({ to, user: session.user ?? null, text: Buffer.concat(chunks).toString() })
      done()
    })
  },
})
server.on('error', () => undefined) // of a connection; the server goes on
server.listen(0, '127.0.0.1', () => say({ port: (server.server.address() as AddressInfo).port }))
process.stdin.on('data', () => say({ taken }))
process.stdin.on('end', () => process.exit())
