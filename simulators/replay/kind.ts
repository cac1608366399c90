import { isRecording } from '../record/recording.ts'
import { cellsOf } from './csv-cells.ts'
import { isInfluxHeader } from './influx-csv.ts'
import { LineParser } from './line-protocol.ts'

/** What can be replayed: plain CSV, line protocol, annotated CSV of Flux, CSV of InfluxDB 1.x, and our recordings. */
export const replayKinds = ['csv', 'line', 'flux', 'influx-csv', 'recording'] as const
export type ReplayKind = (typeof replayKinds)[number]

/** Tells the kind of a file by what it begins with. Whatever is nothing else is plain CSV. */
export function kindOf(beginning: string): ReplayKind {
  const lines = beginning.replace(/^\ufeff/, '').split(/\r?\n/)
  const [first = ''] = lines.filter(line => line.trim() !== '')
  if (isRecording(first)) return 'recording'
  if (/^#(datatype|group|default),/.test(first)) return 'flux'
  if (/^#\s*(INFLUXDB EXPORT|DDL|DML|CONTEXT-)/.test(first)) return 'line'
  const cells = cellsOf(first, ',')
  if (isInfluxHeader(cells)) return 'influx-csv'
  if (cells.includes('_time') && (cells.includes('_value') || cells.includes('_measurement'))) return 'flux'
  const said = lines.find(line => line.trim() !== '' && !line.startsWith('#')) ?? ''
  const parsed = new LineParser().parse(said)
  return 'problem' in parsed && !parsed.isOpen ? 'csv' : 'line'
}
