import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../../../main/free-port.ts'
import { eventually } from '../../services/forewarn.ts'
import { endOf, type Peer } from './peer.ts'

const VERSIONS = ['node-red@4.1.15', 'node-red-contrib-influxdb@0.7.0']

export type Flow = 'naive' | 'best practice'

/** Node-RED from npm in a temporary directory; it is no dependency of the project. */
export async function installNodeRed(): Promise<{ directory: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'forewarn-node-red-'))
  await writeFile(join(directory, 'package.json'), '{"private":true}')
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...VERSIONS]
  await promisify(execFile)('npm', args, { cwd: directory })
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) }
}

/** Node-RED between Debian's Mosquitto and InfluxDB. */
export async function startNodeRed(directory: string, flow: Flow, influxUrl: string): Promise<Peer> {
  const [mqttPort, httpPort] = await Promise.all([freePort(), freePort()])
  const userDir = await mkdtemp(join(directory, 'user-'))
  const configuration = join(userDir, 'mosquitto.conf')
  await writeFile(configuration, `listener ${mqttPort} 127.0.0.1\nallow_anonymous true\n`)
  await writeFile(join(userDir, 'flows.json'), JSON.stringify(flows(flow, mqttPort, new URL(influxUrl))))
  await writeFile(
    join(userDir, 'settings.js'),
    `module.exports = { logging: { console: { level: 'info' } } }`,
  )
  await writeFile(join(userDir, 'package.json'), '{}')
  const mosquitto = spawn('mosquitto', ['-c', configuration], { stdio: 'ignore' })
  const nodeRed = spawn(
    process.execPath,
    [
      join(directory, 'node_modules/node-red/red.js'),
      ...[
        '--userDir',
        userDir,
        '--port',
        `${httpPort}`,
        '--settings',
        join(userDir, 'settings.js'),
        'flows.json',
      ],
    ],
    { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let printed = ''
  for (const stream of [nodeRed.stdout, nodeRed.stderr]) stream.on('data', chunk => (printed += chunk))
  const processes: ChildProcess[] = [nodeRed, mosquitto]
  const isConnected = async () => {
    if (nodeRed.exitCode !== null) throw new Error(`Node-RED has ended:\n${printed}`)
    return printed.includes('Connected to broker') ? true : undefined
  }
  await eventually(isConnected, { withinMs: 60_000, what: 'Node-RED connected to Mosquitto' }).catch(
    error => {
      for (const each of processes) each.kill()
      throw new Error(`${error.message}; it said:\n${printed}`)
    },
  )
  return {
    mqttUrl: `mqtt://127.0.0.1:${mqttPort}`,
    pids: processes.map(({ pid }) => pid ?? 0),
    stop: async () => {
      for (const each of processes) await endOf(each)
    },
  }
}

const SHAPE = `
const { ts, values } = JSON.parse(msg.payload)
msg.payload = [{ ...values, time: ts }, { device: msg.topic.split('/')[2] }]
return msg`

/** What its users are advised to do: check a limit, shape points, and write them a thousand at a time. */
const SHAPE_POINT = `
const { ts, values } = JSON.parse(msg.payload)
if (values.temperature > 90) node.warn('too hot: ' + msg.topic)
msg.payload = { measurement: 'load', fields: values, tags: { device: msg.topic.split('/')[2] }, timestamp: ts }
return msg`

/** A node without coordinates would count as configuration. */
const PLACE = { z: 'tab', x: 100, y: 100 }

function flows(flow: Flow, mqttPort: number, influx: URL): object[] {
  const tab = { id: 'tab', type: 'tab', label: flow }
  const broker = {
    ...{ id: 'broker', type: 'mqtt-broker', broker: '127.0.0.1', port: `${mqttPort}`, protocolVersion: '4' },
    ...{ keepalive: '60', cleansession: true, autoConnect: true, clientid: 'node-red' },
  }
  const database = {
    ...{ id: 'influx', type: 'influxdb', influxdbVersion: '1.x', database: 'bench' },
    ...{ hostname: influx.hostname, port: influx.port, protocol: 'http', usetls: false },
  }
  const from = {
    ...{ id: 'in', ...PLACE, type: 'mqtt in', topic: 'telemetry/#', qos: '1', datatype: 'utf8' },
    ...{ broker: 'broker', nl: false, rap: true, rh: 0, wires: [['shape']] },
  }
  const shape = (func: string, to: string) => ({
    ...{ id: 'shape', ...PLACE, type: 'function', func, outputs: 1, wires: [[to]] },
  })
  const out = { id: 'out', ...PLACE, influxdb: 'influx', precision: 'ms', retentionPolicy: '', wires: [] }
  if (flow === 'naive')
    return [
      ...[tab, broker, database, from, shape(SHAPE, 'out')],
      { ...out, type: 'influxdb out', measurement: 'load' },
    ]
  const join = {
    ...{ id: 'gathered', ...PLACE, type: 'join', mode: 'custom', build: 'array', property: 'payload' },
    ...{
      propertyType: 'msg',
      joiner: '\\n',
      joinerType: 'str',
      count: '1000',
      timeout: '1',
      wires: [['out']],
    },
  }
  return [
    tab,
    broker,
    database,
    from,
    shape(SHAPE_POINT, 'gathered'),
    join,
    { ...out, type: 'influxdb batch' },
  ]
}
