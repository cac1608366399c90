import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A file of the Numenta Anomaly Benchmark with its labelled windows, by row. */
export interface NabSeries {
  /** `<category>/<file>.csv` */
  name: string
  rows: { timestamp: string; observedAtMs: number; value: number }[]
  /** None where it is not labelled. */
  windows: { first: number; last: number }[]
  /** Whether the labels name it; one without an anomaly is named too. */
  isLabelled: boolean
}

/** Reads `data/<category>/<file>.csv` and, where it is there, `labels/combined_windows.json`. */
export async function loadNab(directory: string): Promise<NabSeries[]> {
  const labels = await readLabels(directory)
  const names = (await readdir(join(directory, 'data'), { recursive: true })).filter(name =>
    name.endsWith('.csv'),
  )
  return Promise.all(
    names.sort().map(async name => {
      const lines = (await readFile(join(directory, 'data', name), 'utf8')).trim().split('\n').slice(1)
      const rows = lines.map(line => {
        const [timestamp = '', value = ''] = line.trim().split(',')
        return { timestamp, observedAtMs: timeOf(timestamp), value: Number(value) }
      })
      const windows = (labels[name] ?? []).map(([from, to]) => ({
        first: rows.findIndex(row => row.observedAtMs === timeOf(from)),
        last: rows.findIndex(row => row.observedAtMs === timeOf(to)),
      }))
      return { name, rows, windows, isLabelled: name in labels }
    }),
  )
}

/** Writes timestamp,value,anomaly_score files in the folder layout of the benchmark, for other scorers. */
export async function writeNab(out: string, series: NabSeries, scores: readonly number[]): Promise<void> {
  const path = join(out, series.name)
  await mkdir(dirname(path), { recursive: true })
  const lines = series.rows.map(({ timestamp, value }, row) => `${timestamp},${value},${scores[row] ?? 0}`)
  await writeFile(path, `timestamp,value,anomaly_score\n${lines.join('\n')}\n`)
}

async function readLabels(directory: string): Promise<Record<string, [string, string][]>> {
  try {
    return JSON.parse(await readFile(join(directory, 'labels/combined_windows.json'), 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}

/** The files name no zone; UTC is as good as any. */
function timeOf(timestamp: string): number {
  return Date.parse(`${timestamp.slice(0, 19).replace(' ', 'T')}Z`)
}
