import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'

type Declared = Record<string, { default: string; help: string }>

/** The options of a bench, all with defaults; `--help` prints them and ends. `--json FILE` is in every bench. */
export function optionsOf<Options extends Declared>(
  about: string,
  declared: Options,
): Record<keyof Options | 'json', string> {
  const all: Declared = { ...declared, json: { default: '', help: 'file for the figures as JSON' } }
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', default: false },
      ...Object.fromEntries(
        Object.entries(all).map(([name, { default: byDefault }]) => [
          name,
          { type: 'string' as const, default: byDefault },
        ]),
      ),
    },
  })
  if (values.help) {
    const rows = Object.entries(all).map(
      ([name, { default: byDefault, help }]) =>
        `  --${name.padEnd(14)}${help}${byDefault && ` (${byDefault})`}`,
    )
    console.log([about, '', ...rows].join('\n'))
    process.exit()
  }
  return values as unknown as Record<keyof Options | 'json', string> // every one has a default
}

type Row = Record<string, string | number>

/** Prints the rows as a table, and writes all figures where `--json` says. */
export async function report(
  title: string,
  rows: readonly Row[],
  json: string,
  figures: unknown,
): Promise<void> {
  const names = [...new Set(rows.flatMap(row => Object.keys(row)))]
  const shown = (value: string | number | undefined) =>
    typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(1) : String(value ?? '')
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  console.log(
    [
      `\n${title}\n`,
      line(names),
      line(names.map(() => '---')),
      ...rows.map(row => line(names.map(name => shown(row[name])))),
    ].join('\n'),
  )
  if (json) await writeFile(json, `${JSON.stringify({ title, rows, figures }, null, 2)}\n`)
}

export function median(numbers: readonly number[]): number {
  return percentile(numbers, 0.5)
}

/** NaN of nothing. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
