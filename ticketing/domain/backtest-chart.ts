import type { BacktestFailure, BacktestResult, BacktestTicket, VariantResult } from './backtest.ts'

const WIDTH = 960
const LEFT = 150
const RIGHT = 20
const LANE = 22
const HEAD = 54
const FOOT = 30
/** Lanes of a variant: a picture, not a list. */
const MOST_LANES = 40
const TICKS = 6

const COLOURS: Record<BacktestTicket['verdict'], string> = {
  match: '#2b8a3e',
  repeat: '#8ce99a',
  known_false_alarm: '#e8590c',
  unexplained: '#868e96',
}
const LEGEND: [BacktestTicket['verdict'], string][] = [
  ['match', 'matches a failure'],
  ['repeat', 'repeats it'],
  ['known_false_alarm', 'false alarm'],
  ['unexplained', 'matches nothing'],
]

/**
 * Tickets and failures of each asset on one time axis, a block for each variant, as SVG. Pale red is a failure from its
 * first sign to when it was known, bars are tickets from when they were raised to when their deviation was last seen.
 */
export function backtestChart(
  { variants }: Pick<BacktestResult, 'variants'>,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): string {
  const x = (ms: number) => {
    const share = Math.min(1, Math.max(0, (ms - fromMs) / (toMs - fromMs)))
    return Number((LEFT + share * (WIDTH - LEFT - RIGHT)).toFixed(1))
  }
  let top = 0
  const blocks = variants.map(variant => {
    const { text, height } = block(variant, { x, top })
    top += height
    return text
  })
  const ticks = Array.from({ length: TICKS }, (_, index) => fromMs + ((toMs - fromMs) * index) / (TICKS - 1))
  const axis = ticks.map((ms, index) => {
    const anchor = index === 0 ? 'start' : index === TICKS - 1 ? 'end' : 'middle'
    const day = new Date(ms).toISOString().slice(0, 10)
    return `<text x="${x(ms)}" y="${top + 18}" text-anchor="${anchor}" class="dim">${day}</text>`
  })
  return picture([...blocks, ...axis], top + FOOT)
}

/** What there is to see before there is a result. */
export const emptyChart = (words: string): string =>
  picture([`<text x="8" y="26">${escaped(words)}</text>`], 42)

const picture = (parts: readonly string[], height: number) =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    '<title>Would-be tickets beside failures</title>',
    '<style>text{font:12px system-ui,sans-serif;fill:#212529}.dim{fill:#868e96}.bold{font-weight:600}</style>',
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    ...parts,
    '</svg>',
  ].join('\n')

interface Place {
  x(ms: number): number
  top: number
}

function block({ label, sentence, tickets, failures }: VariantResult, { x, top }: Place) {
  const assets = [...new Set([...failures, ...tickets].map(({ asset }) => asset))].sort()
  const shown = assets.slice(0, MOST_LANES)
  const lanes = shown.map((asset, index) =>
    lane(asset, {
      ...{ x, top: top + HEAD + index * LANE },
      failures: failures.filter(each => each.asset === asset),
      tickets: tickets.filter(each => each.asset === asset),
    }),
  )
  const more = assets.length - shown.length
  const text = [
    `<text x="8" y="${top + 18}" class="bold">${escaped(label)}</text>`,
    `<text x="8" y="${top + 35}">${escaped(sentence)}</text>`,
    ...legend(top + 18),
    ...lanes,
    more > 0
      ? `<text x="8" y="${top + HEAD + shown.length * LANE + 14}" class="dim">and ${more} more assets</text>`
      : '',
  ]
  return {
    text: text.filter(Boolean).join('\n'),
    height: HEAD + (shown.length + (more > 0 ? 1 : 0)) * LANE + 12,
  }
}

function lane(
  asset: string,
  { x, top, failures, tickets }: Place & { failures: BacktestFailure[]; tickets: BacktestTicket[] },
): string {
  const middle = top + LANE / 2
  const wide = (fromMs: number, toMs: number) => Math.max(3, x(toMs) - x(fromMs)).toFixed(1)
  return [
    `<text x="8" y="${middle + 4}">${escaped(asset.length > 20 ? `${asset.slice(0, 19)}…` : asset)}</text>`,
    `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${top + LANE}" y2="${top + LANE}" stroke="#e9ecef"/>`,
    ...failures.map(({ fromMs, atMs, name, found }) => {
      const title = `${name ?? 'Failure'}, ${instant(atMs)}, ${found ? 'found' : 'missed'}`
      return (
        `<g><title>${escaped(title)}</title>` +
        `<rect x="${x(fromMs)}" y="${top + 2}" width="${wide(fromMs, atMs)}" height="${LANE - 4}" fill="#ffe3e3"/>` +
        `<rect x="${x(atMs) - 1.5}" y="${top + 2}" width="3" height="${LANE - 4}" fill="#c92a2a"/></g>`
      )
    }),
    ...tickets.map(({ raisedAtMs, lastDeviationAtMs, verdict, title }) => {
      const said = `${instant(raisedAtMs)}: ${title}`
      return (
        `<rect x="${x(raisedAtMs)}" y="${middle - 4}" width="${wide(raisedAtMs, lastDeviationAtMs)}" height="8" ` +
        `rx="2" fill="${COLOURS[verdict]}"><title>${escaped(said)}</title></rect>`
      )
    }),
  ].join('\n')
}

const legend = (y: number) =>
  LEGEND.map(([verdict, words], index) => {
    const at = 430 + index * 130
    return `<rect x="${at}" y="${y - 9}" width="12" height="8" rx="2" fill="${COLOURS[verdict]}"/><text x="${at + 17}" y="${y}" class="dim">${words}</text>`
  })

const instant = (ms: number) => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) =>
  text.replace(/[&<>"]/g, sign => ENTITIES[sign] ?? sign).replace(/[^\P{Cc}\n\t]/gu, '\ufffd')
