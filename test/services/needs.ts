import { globSync } from 'node:fs'

/** Which Debian package brings the part that a suite named `*.<part>.test.ts` runs against. */
const packages: Record<string, string> = {
  influxdb: 'influxdb',
  chromium: 'chromium',
  mosquitto: 'mosquitto mosquitto-clients',
  alertmanager: 'prometheus-alertmanager',
  dovecot: 'dovecot-imapd',
}

/** Printed after `npm test`, so that nobody takes the suites that npm alone can run for all of them. */
const suites = globSync('**/*.{influxdb,chromium,mosquitto,alertmanager,dovecot}.test.ts', {
  exclude: ['**/node_modules'],
})
console.log('Not run here, because they need a Debian package:')
for (const suite of suites.sort()) {
  const part = suite.split('.').at(-3) ?? ''
  console.log(`  ${suite}   (apt-get install ${packages[part]})`)
}
console.log('Run everything, these included, with: npm run test:all')
