import { judgeStatus, shortly } from '../answers.ts'
import { type HttpChannel, JSON_HEADERS } from '../channel.ts'
import { headingOf, placeOf } from '../text.ts'

/** Slack's own bounds of a header, a section and the text before its characters are escaped. */
const MAX_HEADER = 150
const MAX_SECTION = 3000
/** Slack says that it was its own fault by a 200 as well as by a 500. */
const THEIR_FAULT = /^(rollup_error|fatal_error|internal_error|service_unavailable)/

/** A workflow's webhook answers with JSON. */
const ACCEPTED = /^\s*(ok\s*$|\{\s*"ok"\s*:\s*true)/

/** In mrkdwn these three begin links, mentions and entities, and nothing else does. */
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A message to an incoming webhook of Slack. Its address is its key; it signs nothing. */
export const slack: HttpChannel = {
  name: 'slack',
  request(message, { url }) {
    const { body, link } = message
    const plain = (text: string) => ({ type: 'plain_text', text, emoji: false })
    const context = placeOf(message)
    const blocks = [
      { type: 'header', text: plain(headingOf(message).slice(0, MAX_HEADER)) },
      ...(body.trim() ? [{ type: 'section', text: plain(body.slice(0, MAX_SECTION)) }] : []),
      ...(context ? [{ type: 'context', elements: [plain(context)] }] : []),
      ...(link ? [{ type: 'section', text: { type: 'mrkdwn', text: `<${link}|Open the ticket>` } }] : []),
    ]
    return { url, headers: JSON_HEADERS, body: JSON.stringify({ text: escaped(headingOf(message)), blocks }) }
  },
  judge(answer) {
    const { status, text } = answer
    const said = shortly(text)
    if (THEIR_FAULT.test(text)) return { kind: 'away', status, said }
    return judgeStatus(answer) ?? { kind: ACCEPTED.test(text) ? 'sent' : 'refused', status, said }
  },
}
