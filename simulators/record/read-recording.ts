import { ForewarnError } from '../../contracts/errors.ts'
import { readLines } from '../replay/lines.ts'
import { headerProblem, parseMessage, type RecordedMessage } from './recording.ts'

/** A payload of 4 MB as Base64 or with every character escaped. */
const LONGEST_LINE = 24_000_000

export interface RecordedLine {
  /** Of the file, the first is line 1. */
  line: number
  result: RecordedMessage | { problem: string }
}

/** The messages of a recording in its order, in constant memory. `invalid`: no such file, or no recording. */
export async function* readRecording(file: string): AsyncGenerator<RecordedLine> {
  let isHeader = true
  for await (const lines of readLines(file, LONGEST_LINE)) {
    for (const { line, text, problem } of lines) {
      if (isHeader && problem === undefined) {
        const wrong = headerProblem(text)
        if (wrong) throw new ForewarnError('invalid', `${file} is no recording: ${wrong}`, { field: '/file' })
        isHeader = false
      } else if (problem !== undefined) yield { line, result: { problem } }
      else if (text !== '') yield { line, result: parseMessage(text) }
    }
  }
}
