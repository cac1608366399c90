import type uPlot from 'uplot'
import { reading } from '../format/numbers.ts'
import { type ChartColors, drawBands, drawMarks } from './draw.ts'
import { type ChartModel, valueRange } from './model.ts'

/** A reading under the pointer. */
export interface Hover {
  atMs: number
  value: number
  low: number | null
  high: number | null
}

interface OptionsInput {
  model: ChartModel
  colors: ChartColors
  size: { width: number; height: number }
  onHover(hover: Hover | undefined): void
}

/** 24-hour times on the axis; the date under the first of each day. Columns as uPlot's `axis.values` wants them. */
const TIMES: uPlot.Axis.Values = [
  [86_400 * 365, '{YYYY}', null, null, null, null, null, null, 1],
  [86_400 * 28, '{MMM}', '\n{YYYY}', null, null, null, null, null, 1],
  [86_400, '{D} {MMM}', '\n{YYYY}', null, null, null, null, null, 1],
  [60, '{HH}:{mm}', '\n{D} {MMM} {YYYY}', null, '\n{D} {MMM}', null, null, null, 1],
  [1, '{HH}:{mm}:{ss}', '\n{D} {MMM} {YYYY}', null, '\n{D} {MMM}', null, null, null, 1],
]

/** How uPlot draws the model. Drag zooms in time, a double click shows all again. */
export function chartOptions({ model, colors, size, onHover }: OptionsInput): uPlot.Options {
  const axis = {
    stroke: colors.text,
    font: `12px ${colors.font}`,
    grid: { stroke: colors.grid, width: 1 },
  }
  const ticks = { stroke: colors.grid, width: 1, size: 4 }
  return {
    ...size,
    padding: [20, 24, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: true, y: false }, points: { size: 7 } },
    scales: { x: { time: true }, y: { range: () => valueRange(model) } },
    axes: [
      { ...axis, ticks, values: TIMES, space: 64, size: 44 },
      { ...axis, ticks, size: axisWidth, values: (_u, splits) => splits.map(reading) },
    ],
    series: [
      {},
      { stroke: colors.value, width: 1.75, points: { show: model.columns[0].length < 60, size: 5 } },
      { stroke: 'transparent', points: { show: false } },
      { stroke: 'transparent', points: { show: false } },
    ],
    bands: model.windowed ? [{ series: [3, 2], fill: colors.spread }] : [],
    hooks: {
      drawClear: [u => drawBands(u, model, colors)],
      draw: [u => drawMarks(u, model, colors)],
      setCursor: [u => onHover(hovered(u.cursor.idx, model))],
    },
  }
}

function hovered(index: number | null | undefined, { columns }: ChartModel): Hover | undefined {
  if (index === null || index === undefined) return undefined
  const [seconds, values, lows, highs] = columns
  const second = seconds[index]
  const value = values[index]
  if (second === undefined || value === null || value === undefined) return undefined
  return { atMs: second * 1000, value, low: lows[index] ?? null, high: highs[index] ?? null }
}

/** As wide as its longest number, so that nothing is cut off and nothing is wasted on a phone. */
function axisWidth(_u: uPlot, values: string[] | null): number {
  const longest = (values ?? []).reduce((most, value) => Math.max(most, value.length), 0)
  return 16 + 7.2 * longest
}
