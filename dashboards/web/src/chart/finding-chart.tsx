import { Skeleton } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { type ChartData, type Evidence, useChart, useSites } from '../api/queries.ts'
import type { Finding } from '../api/types.ts'
import { quantity, reading } from '../format/numbers.ts'
import { dateTime, duration, exactDateTime, zoneNote } from '../format/time.ts'
import { metricName } from '../format/words.ts'
import styles from './finding-chart.module.css'
import type { ChartModel } from './model.ts'
import type { Hover } from './options.ts'

const Plot = lazy(() => import('./plot.tsx'))

/** The signal around the finding, with what was normal, the limit, and when it began. */
export function FindingChart({ evidence }: { evidence: Evidence }) {
  const { chart, refetch } = useChart(evidence)
  const [hover, setHover] = useState<Hover>()
  if (!chart) return <Skeleton height={372} />
  const { model } = chart
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.top}>
        <Key model={model} metric={evidence.first.metric} />
        <span className={styles.hover}>{hover && hoverText(hover, model)}</span>
      </figcaption>
      <div className={styles.canvas}>
        <Suspense fallback={<Skeleton height="100%" />}>
          <Plot model={model} label={described(evidence.first, model)} onHover={setHover} />
        </Suspense>
      </div>
      <Notes chart={chart} site={evidence.first.site} retry={() => void refetch()} />
    </figure>
  )
}

function Key({ model, metric }: { model: ChartModel; metric: string }) {
  const { bands, limit, unit, windowed } = model
  const band = bands.at(-1)
  return (
    <ul className={styles.key}>
      <li title={metric}>
        <i />
        {metricName(metric)}
        {windowed ? ', mean' : ''}
        {unit && ` (${unit})`}
      </li>
      {windowed && (
        <li>
          <i data-of="spread" />
          lowest to highest
        </li>
      )}
      {band && (
        <li>
          <i data-of="band" />
          normal{bands.length > 1 && ', now'} {reading(band.low)} to {quantity(band.high, unit)}
        </li>
      )}
      {limit !== undefined && (
        <li>
          <i data-of="limit" />
          limit {quantity(limit, unit)}
        </li>
      )}
    </ul>
  )
}

interface NotesProps {
  chart: ChartData
  site: string
  retry(): void
}

function Notes({ chart, site, retry }: NotesProps) {
  const zone = useSites().data?.find(({ id }) => id === site)?.timeZone
  const means = chart.windowMs ? `Each point is the mean of ${duration(chart.windowMs)}. ` : ''
  return (
    <>
      {chart.source !== 'store' && (
        <p className={styles.note} data-warn role="status">
          {chart.source === 'store-unreachable'
            ? 'The telemetry store cannot be reached. '
            : 'The telemetry store has no values for this time. '}
          The chart shows the {chart.model.columns[0].length} values that were kept with the finding.{' '}
          <button type="button" onClick={retry}>
            Try again
          </button>
        </p>
      )}
      <p className={styles.note}>
        {means}
        {zoneNote(Intl.DateTimeFormat().resolvedOptions().timeZone, zone)}{' '}
        <span className={styles.mouse}>Drag over the chart to zoom in, double-click to see all.</span>
      </p>
    </>
  )
}

function hoverText({ atMs, value, low, high }: Hover, { unit, windowed }: ChartModel): string {
  const spread = windowed && low !== null && high !== null ? ` (${reading(low)} to ${reading(high)})` : ''
  return `${windowed ? dateTime(atMs) : exactDateTime(atMs)}: ${quantity(value, unit)}${spread}`
}

function described({ metric, sinceMs }: Finding, { bands, limit, unit }: ChartModel): string {
  const band = bands.at(-1)
  const normal = band ? ` Normal is ${reading(band.low)} to ${quantity(band.high, unit)}.` : ''
  const fixed = limit === undefined ? '' : ` The limit is ${quantity(limit, unit)}.`
  const began = ` The deviation began ${dateTime(sinceMs)}.`
  return `Chart of ${metricName(metric)}.${normal}${fixed}${began}`
}
