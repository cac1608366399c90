/** The load generator for a broker without a registry behind it, as a process of its own. */
import { parseArgs } from 'node:util'
import { runLoad } from '../../simulators/load/run-load.ts'

const { values } = parseArgs({
  options: {
    mqtt: { type: 'string', default: 'mqtt://127.0.0.1:1883' },
    devices: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '10' },
    rate: { type: 'string' },
    user: { type: 'string' },
    secret: { type: 'string', default: 'none' },
  },
})
const { hostname, port } = new URL(values.mqtt)
const { ledger, ...report } = await runLoad({
  host: hostname,
  port: Number(port),
  site: 'load',
  devices: Array.from({ length: Number(values.devices) }, (_, i) => {
    const id = `load-${i + 1}`
    return { id, user: values.user ?? id, secret: values.secret }
  }),
  seconds: Number(values.seconds),
  ...(values.rate !== undefined && { rate: Number(values.rate) }),
  window: 20,
  clock: { nowMs: Date.now },
  signal: new AbortController().signal,
  onStarted: () => console.log('{"started":true}'),
})
console.log(JSON.stringify(report))
