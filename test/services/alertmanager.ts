import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../main/free-port.ts'
import { endDaemon, startDaemon } from './daemons.ts'

export interface Alertmanager {
  /** As Prometheus would: alerts with their labels, over where they have an end. */
  alert(...alerts: { labels: object; annotations?: object; endsAt?: string }[]): Promise<void>
  stop(): Promise<void>
}

/** A real Alertmanager of Debian's package, on loopback, which sends each group at once and at most two alerts of it. */
export async function startAlertmanager(webhook: { url: string; token: string }): Promise<Alertmanager> {
  const executable = 'prometheus-alertmanager'
  if (spawnSync(executable, ['--version']).error) {
    throw new Error('this suite needs a real Alertmanager: apt-get install prometheus-alertmanager')
  }
  const directory = await mkdtemp(join(tmpdir(), 'forewarn-alertmanager-'))
  const port = await freePort()
  const file = join(directory, 'alertmanager.yml')
  await writeFile(file, configuration(webhook))
  const server = await startDaemon(
    executable,
    [
      `--config.file=${file}`,
      `--storage.path=${directory}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    port,
  )
  return {
    async alert(...alerts) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(alerts),
      })
      if (!answer.ok) throw new Error(`Alertmanager answered ${answer.status}: ${await answer.text()}`)
    },
    async stop() {
      await endDaemon(server)
      await rm(directory, { recursive: true, force: true })
    },
  }
}

const configuration = ({ url, token }: { url: string; token: string }) => `
route:
  receiver: forewarn
  group_by: [alertname]
  group_wait: 50ms
  group_interval: 200ms
  repeat_interval: 1h
receivers:
  - name: forewarn
    webhook_configs:
      - url: ${url}
        max_alerts: 2
        http_config:
          authorization:
            credentials: ${token}
`
