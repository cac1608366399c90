export interface ServerEvent {
  event: string
  data: string
}

/**
 * Parser of `text/event-stream` (WHATWG HTML, 9.2.6), fed with text as it arrives, in pieces of any size.
 * `EventSource` cannot send the bearer header, so the stream is read with fetch. `id` and `retry` are not used
 * by the API: after a gap the page loads anew instead of asking for missed events.
 */
export function createSseParser(): (text: string) => ServerEvent[] {
  let rest = ''
  let event = ''
  let data: string[] = []

  function line(text: string): ServerEvent | undefined {
    if (text === '') {
      const complete = data.length > 0 ? { event: event || 'message', data: data.join('\n') } : undefined
      event = ''
      data = []
      return complete
    }
    const colon = text.indexOf(':')
    const field = colon === -1 ? text : text.slice(0, colon)
    const value = colon === -1 ? '' : text.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') event = value
    if (field === 'data') data.push(value)
    return undefined
  }

  return text => {
    rest += text
    // A carriage return at the very end may be half of a CRLF: it waits for the next piece.
    const end = rest.endsWith('\r') ? rest.length - 1 : rest.length
    const lines = rest.slice(0, end).split(/\r\n|\r|\n/)
    rest = (lines.pop() ?? '') + rest.slice(end)
    return lines.map(line).filter(found => found !== undefined)
  }
}
