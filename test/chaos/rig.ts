import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../../main/postgres/embedded.ts'
import { place, type RunningForewarn, startForewarn } from '../services/forewarn.ts'
import { type InfluxServer, startInfluxdb } from '../services/influxdb.ts'
import { prepareDatabase } from '../services/prepared.ts'
import { startTcpProxy, type TcpProxy } from '../services/tcp-proxy.ts'

/** A Forewarn with everything around it that can fail, on this machine. */
export interface Rig {
  /** The one that runs now. */
  readonly forewarn: RunningForewarn
  influxdb: InfluxServer
  /** Between the devices and the broker. */
  network: TcpProxy
  mqttUrl: string
  /** `kill -9`, and a new start on the same data. */
  killForewarn(): Promise<void>
  restartPostgres(): Promise<void>
  close(): Promise<void>
}

export interface RigOptions {
  /** Puts the data directory on a disk of this size: a tmpfs, which needs root; a bound of the log does otherwise. */
  diskBytes?: number
}

export async function startRig({ diskBytes }: RigOptions = {}): Promise<Rig> {
  await using started = new AsyncDisposableStack()
  const here = await place({ empty: true })
  started.defer(() => here.remove())
  const limits: Record<string, string> = {}
  if (diskBytes !== undefined && process.getuid?.() === 0) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes},mode=755`, 'forewarn-chaos', here.dataDir])
    started.defer(() => void execFileSync('umount', [here.dataDir]))
  } else if (diskBytes !== undefined) limits.MESSAGE_LOG_MAX_BYTES = String(64 * 1024 ** 2)

  const postgresDir = await mkdtemp(join(tmpdir(), 'forewarn-chaos-'))
  await chmod(postgresDir, 0o755) // as root PostgreSQL runs as another user
  started.defer(() => rm(postgresDir, { recursive: true, force: true }))
  await prepareDatabase(postgresDir)
  let postgres = await startEmbeddedPostgres(postgresDir)
  started.defer(() => postgres.stop())
  const database = await startTcpProxy(Number(new URL(postgres.url).port))
  started.defer(() => database.close())
  const databaseUrl = new URL(postgres.url)
  databaseUrl.port = String(database.port)

  const influxdb = await startInfluxdb()
  started.defer(() => influxdb.stop())
  await influxdb.query('create database forewarn')

  const env = { DATABASE_URL: databaseUrl.href, INFLUX_URL: influxdb.url, LOG_LEVEL: 'error', ...limits }
  let forewarn = await startForewarn(here, { env })
  started.defer(async () => void (await forewarn.end('SIGKILL')))
  const network = await startTcpProxy(here.mqttPort)
  started.defer(() => network.close())

  const all = started.move()
  return {
    get forewarn() {
      return forewarn
    },
    influxdb,
    network,
    mqttUrl: `mqtt://127.0.0.1:${network.port}`,
    async killForewarn() {
      await forewarn.end('SIGKILL')
      forewarn = await startForewarn(here, { env })
    },
    async restartPostgres() {
      await postgres.stop()
      postgres = await startEmbeddedPostgres(postgresDir)
      database.to(Number(new URL(postgres.url).port))
    },
    close: () => all.disposeAsync(),
  }
}
