import { Skeleton } from '@mantine/core'
import { lazy, Suspense, useMemo } from 'react'
import type { Finding } from '../api/types.ts'
import { sideModel } from '../chart/model.ts'
import { quantity } from '../format/numbers.ts'
import { metricName } from '../format/words.ts'
import styles from './evidence.module.css'

const Plot = lazy(() => import('../chart/plot.tsx'))

type Other = NonNullable<Finding['evidence']['others']>[number]

/** The other metrics as they were when the finding was made: those that deviate too, and those that did not. */
export function EvidenceCharts({ finding }: { finding: Finding }) {
  const { others = [] } = finding.evidence
  if (others.length === 0) return null
  return (
    <ul className={styles.charts} aria-label="Other metrics at that time">
      {others.map(other => (
        <li key={other.metric}>
          <SideChart other={other} finding={finding} />
        </li>
      ))}
    </ul>
  )
}

function SideChart({ other, finding }: { other: Other; finding: Finding }) {
  const model = useMemo(() => sideModel(other, finding), [other, finding])
  const name = metricName(other.metric)
  const last = other.series.at(-1)
  return (
    <figure className={styles.chart}>
      <figcaption>
        <span title={other.metric}>{name}</span>
        {last && <span className={styles.reading}>{quantity(last[1], other.unit)}</span>}
      </figcaption>
      <div className={styles.canvas}>
        <Suspense fallback={<Skeleton height="100%" />}>
          <Plot model={model} label={`Chart of ${name} at the same time.`} onHover={nobodyAsks} />
        </Suspense>
      </div>
    </figure>
  )
}

const nobodyAsks = () => {}
