import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSseParser } from './sse.ts'

describe('createSseParser', () => {
  test.each([
    ['one event', 'event: ticket\ndata: {"number":12}\n\n', [{ event: 'ticket', data: '{"number":12}' }]],
    ['no name', 'data: x\n\n', [{ event: 'message', data: 'x' }]],
    ['several data lines', 'data: a\ndata: b\n\n', [{ event: 'message', data: 'a\nb' }]],
    ['a heartbeat comment', ': keep\n\n', []],
    ['a name without data', 'event: ticket\n\ndata: y\n\n', [{ event: 'message', data: 'y' }]],
    ['CRLF', 'event: ticket\r\ndata: 1\r\n\r\n', [{ event: 'ticket', data: '1' }]],
    ['no space after the colon', 'data:x\n\n', [{ event: 'message', data: 'x' }]],
    ['unfinished', 'data: x\n', []],
  ])('%s', (_name, text, events) => {
    expect(createSseParser()(text)).toEqual(events)
  })

  test('does not depend on where the network cuts the text', () => {
    const text =
      ': hello\r\n\r\nevent: ticket\r\ndata: {"number":1}\r\n\r\nevent: ticket\ndata: {"number":2}\n\n'
    const whole = createSseParser()(text)
    expect(whole).toHaveLength(2)
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), cuts => {
        const parse = createSseParser()
        const at = [0, ...cuts.sort((a, b) => a - b), text.length]
        const pieces = at.slice(1).map((end, index) => text.slice(at[index], end))
        expect(pieces.flatMap(parse)).toEqual(whole)
      }),
    )
  })
})
