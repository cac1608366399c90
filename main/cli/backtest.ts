import { writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { ForewarnError } from '../../contracts/errors.ts'
import type { Backtest } from '../../ticketing/domain/backtest.ts'
import { backtestChart } from '../../ticketing/domain/backtest-chart.ts'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { backtestFiles } from './backtest-files.ts'
import { type BacktestCommand, type Outcome, readFailures, variantOf } from './backtest-input.ts'
import { backtestReport } from './backtest-report.ts'
import { adminToken, apiClient } from './client.ts'
import { stopSignal } from './stop-signal.ts'

const POLL_MS = 500

/** `forewarn backtest`: over CSV files in this process, or over the telemetry of the running service as its job. */
export async function backtest(config: Config, files: string[], command: BacktestCommand): Promise<void> {
  const outcome = await (files.length > 0
    ? backtestFiles(files, command, showProgress)
    : backtestService(config, command))
  process.stderr.write('\n')
  const { result, span } = outcome
  if (command.svg !== undefined) await writeFile(command.svg, backtestChart(result, span))
  if (typeof command.json === 'string') await writeFile(command.json, JSON.stringify(result, null, 2))
  console.log(command.json === true ? JSON.stringify(result, null, 2) : backtestReport(result, span))
}

/** Where a person looks it rewrites its line; the result alone goes to the standard output. */
function showProgress(share: number, samples: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${Math.round(100 * share)} %, ${samples} samples `)
}

async function backtestService(config: Config, command: BacktestCommand): Promise<Outcome> {
  const api = apiClient(command.url, await adminToken(config))
  const { id, request } = (await api.post('/backtests', await requestOf(command))) as Backtest
  const stopping = stopSignal()
  for (;;) {
    const now = (await api.get(`/backtests/${id}`)) as Backtest
    showProgress(now.progress, now.samples)
    if (now.result) return { result: now.result, span: request }
    if (now.state === 'failed' || now.state === 'cancelled') {
      throw new ForewarnError('invalid', `backtest ${id} ${now.state}: ${now.problem ?? 'somebody ended it'}`)
    }
    if (stopping.aborted) await api.post(`/backtests/${id}/cancel`, {})
    await sleep(POLL_MS, undefined, { signal: stopping }).catch(() => undefined)
  }
}

async function requestOf(command: BacktestCommand) {
  const { class: equipmentClass, asset, from, to, learnFrom, horizon, failures } = command
  if ((equipmentClass === undefined) === (asset === undefined)) {
    throw new ForewarnError('invalid', 'say what to run over: CSV files, or --class, or --asset')
  }
  if (from === undefined) throw new ForewarnError('invalid', 'say from when on: --from')
  const wanted = [command.profile, ...(command.compare ?? [])]
  return {
    scope: asset === undefined ? 'class' : 'asset',
    subject: asset ?? equipmentClass,
    fromMs: from,
    toMs: to ?? systemClock.nowMs(),
    ...(learnFrom !== undefined && { learnFromMs: learnFrom }),
    ...(horizon !== undefined && { horizonDays: horizon }),
    ...(failures !== undefined && { failures: await readFailures(failures) }),
    ...(wanted.some(each => each !== undefined) && { variants: await Promise.all(wanted.map(variantOf)) }),
  }
}
