import type uPlot from 'uplot'
import type { ChartModel } from './model.ts'

export interface ChartColors {
  value: string
  spread: string
  band: string
  bandEdge: string
  limit: string
  marker: string
  grid: string
  text: string
  font: string
}

/** The colours of the page's scheme as it is now: a canvas does not follow CSS variables by itself. */
export function chartColors(element: Element): ChartColors {
  const style = getComputedStyle(element)
  const read = (name: string) => style.getPropertyValue(`--fw-${name}`).trim()
  return {
    value: read('chart-value'),
    spread: read('chart-spread'),
    band: read('chart-band'),
    bandEdge: read('chart-band-edge'),
    limit: read('chart-limit'),
    marker: read('chart-marker'),
    grid: read('chart-grid'),
    text: read('muted'),
    font: style.fontFamily,
  }
}

/** Behind the line: what was normal. */
export function drawBands(u: uPlot, model: ChartModel, colors: ChartColors): void {
  const { left, width } = u.bbox
  clipped(u, ctx => {
    ctx.fillStyle = colors.band
    ctx.strokeStyle = colors.bandEdge
    ctx.lineWidth = devicePixelRatio
    for (const band of model.bands) {
      const from = Math.max(left, u.valToPos(band.fromMs / 1000, 'x', true))
      const to = Math.min(left + width, u.valToPos(band.toMs / 1000, 'x', true))
      if (to <= from) continue
      const top = u.valToPos(band.high, 'y', true)
      const bottom = u.valToPos(band.low, 'y', true)
      ctx.fillRect(from, top, to - from, bottom - top)
      for (const y of [top, bottom]) line(ctx, [from, y], [to, y])
    }
  })
}

/** Over the line: the limit, and when the deviation began and was found. */
export function drawMarks(u: uPlot, model: ChartModel, colors: ChartColors): void {
  const { left, top, width, height } = u.bbox
  clipped(u, ctx => {
    ctx.lineWidth = 1.5 * devicePixelRatio
    if (model.limit !== undefined) {
      const y = u.valToPos(model.limit, 'y', true)
      ctx.strokeStyle = colors.limit
      line(ctx, [left, y], [left + width, y])
    }
    ctx.strokeStyle = colors.marker
    ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio])
    for (const { atMs } of model.markers) {
      const x = u.valToPos(atMs / 1000, 'x', true)
      line(ctx, [x, top], [x, top + height])
    }
  })
  let taken = 0
  for (const marker of model.markers) taken = label(u, marker, { colors, taken })
}

/**
 * The words stand on opposite sides of their lines, so that they do not meet when the lines are close; a word
 * that would stand on the one before (which ends at `taken`) is left out. Returns where this one ends.
 */
function label(
  u: uPlot,
  marker: ChartModel['markers'][number],
  look: { colors: ChartColors; taken: number },
): number {
  const { ctx, bbox } = u
  const x = u.valToPos(marker.atMs / 1000, 'x', true)
  const right = bbox.left + bbox.width
  if (x < bbox.left || x > right) return look.taken
  const gap = 4 * devicePixelRatio
  ctx.save()
  ctx.font = `600 ${12 * devicePixelRatio}px ${look.colors.font}`
  ctx.textBaseline = 'bottom'
  ctx.textAlign = 'left' // uPlot leaves it as its axis wanted it
  ctx.fillStyle = look.colors.marker
  const { width } = ctx.measureText(marker.label)
  const onLeft = marker.side === 'left' ? x - width - gap > bbox.left : x + width + gap > right
  const start = onLeft ? x - width - gap : x + gap
  const fits = start > look.taken
  if (fits) ctx.fillText(marker.label, start, bbox.top - gap)
  ctx.restore()
  return fits ? start + width : look.taken
}

function clipped(u: uPlot, draw: (ctx: CanvasRenderingContext2D) => void): void {
  const { ctx, bbox } = u
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  draw(ctx)
  ctx.restore()
}

function line(ctx: CanvasRenderingContext2D, from: [number, number], to: [number, number]): void {
  ctx.beginPath()
  ctx.moveTo(...from)
  ctx.lineTo(...to)
  ctx.stroke()
}
