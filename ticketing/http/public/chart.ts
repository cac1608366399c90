import { amountOf } from '../../domain/text.ts'
import type { Period } from '../../domain/verification.ts'
import { type Html, html } from './html.ts'

/** As wide as a card on a phone, so that the words are as large as the others there. */
const WIDTH = 320
const HEIGHT = 170
const GAP = 16
const TOP = 24
const BOTTOM = 24

export interface Comparison {
  metric: string
  unit: string | null
  normal: { low?: number; high?: number } | null
  before: Period
  after: Period
}

/** The fault on the left, the time since the repair on the right, on one scale; undefined where there is nothing to draw. */
export function comparisonChart({ metric, unit, normal, before, after }: Comparison): Html | undefined {
  if (before.series.length < 2 || after.series.length < 2) return undefined
  const edges = [normal?.low, normal?.high].filter(edge => edge !== undefined)
  const values = [...before.series, ...after.series].map(({ value }) => value).concat(edges)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const y = (value: number) =>
    Math.round(TOP + (1 - (value - low) / (high - low || 1)) * (HEIGHT - TOP - BOTTOM))
  const half = (WIDTH - GAP) / 2
  const line = ({ series }: Period, left: number) => {
    const [from, to] = [series[0]?.ts ?? 0, series.at(-1)?.ts ?? 1]
    const x = (ts: number) => Math.round(left + ((ts - from) / (to - from || 1)) * half)
    return series.map(({ ts, value }) => `${x(ts)},${y(value)}`).join(' ')
  }
  const said = `${metric}: ${amountOf(before.mean ?? 0, unit)} on average during the fault, ${amountOf(after.mean ?? 0, unit)} since the repair`
  return html`<figure>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${said}">
${edges.map(edge => html`<line class="edge" x1="0" x2="${WIDTH}" y1="${y(edge)}" y2="${y(edge)}"/>`)}
<line class="mark" x1="${WIDTH / 2}" x2="${WIDTH / 2}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/>
<polyline class="before" points="${line(before, 0)}"/>
<polyline class="after" points="${line(after, half + GAP)}"/>
<text class="label" x="0" y="16">${metric}, ${amountOf(high, unit)}</text>
<text class="label" x="0" y="${HEIGHT - 6}">During the fault</text>
<text class="label" x="${half + GAP}" y="${HEIGHT - 6}">Since the repair</text>
</svg>
<figcaption class="hint">${said}.</figcaption>
</figure>`
}
