import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** Something between devices and InfluxDB. */
export interface Peer {
  mqttUrl: string
  /** Whose CPU time counts, with all that they have started. */
  pids: number[]
  stop(): Promise<void>
}

export async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  const killer = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await exit
  clearTimeout(killer)
}

/** `bare-aedes.ts` as a process of its own. */
export async function startBareScript(influxUrl: string): Promise<Peer> {
  const script = spawn(process.execPath, ['test/bench/peers/bare-aedes.ts', influxUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { value } = await createInterface(script.stdout)[Symbol.asyncIterator]().next()
  return {
    mqttUrl: `mqtt://127.0.0.1:${JSON.parse(value ?? '{}').port}`,
    pids: [script.pid ?? 0],
    stop: () => endOf(script),
  }
}
