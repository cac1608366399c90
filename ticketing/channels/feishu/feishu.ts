import { createHmac } from 'node:crypto'
import { judgeCode } from '../answers.ts'
import { type HttpChannel, JSON_HEADERS } from '../channel.ts'
import { headingOf, placeOf, withinBytes } from '../text.ts'

const MAX_TEXT_BYTES = 12_000
/** An internal error. */
const AWAY = [1500]
/** 11232: more than 100 in a minute or 5 in a second; 99991400 is the gateway's, with status 429 or 400. */
const LIMITED = [11232, 99991400]

const COLOURS = { critical: 'red', major: 'orange', minor: 'blue' } as const

/**
 * A card to the robot of a group in Feishu (飞书) or Lark. Where the robot has the security setting "signature", the time
 * in seconds and an HMAC-SHA256 go with the body: base64 over nothing, keyed with `timestamp\nsecret`, good for an hour.
 * All text is `plain_text`, which calls nobody and links nowhere.
 */
export const feishu: HttpChannel = {
  name: 'feishu',
  request(message, { url, secrets: [secret] }, nowMs) {
    const { body, severity, link } = message
    const plain = (content: string) => ({ tag: 'plain_text', content })
    const text = (content: string) => ({ tag: 'div', text: plain(content) })
    const button = { tag: 'button', text: plain('Open the ticket'), url: link, type: 'primary' }
    const card = {
      config: { wide_screen_mode: true },
      header: { template: severity ? COLOURS[severity] : 'blue', title: plain(headingOf(message)) },
      elements: [
        text(withinBytes(body, MAX_TEXT_BYTES)),
        ...(placeOf(message) ? [{ tag: 'note', elements: [plain(placeOf(message))] }] : []),
        ...(link ? [{ tag: 'action', actions: [button] }] : []),
      ],
    }
    const proof = secret === undefined ? {} : signatureOf(secret, Math.floor(nowMs / 1000))
    return { url, headers: JSON_HEADERS, body: JSON.stringify({ ...proof, msg_type: 'interactive', card }) }
  },
  judge: answer =>
    judgeCode(
      answer,
      ({ code, msg, StatusCode, StatusMessage }) => ({
        code: code ?? StatusCode,
        message: msg ?? StatusMessage,
      }),
      {
        away: AWAY,
        limited: LIMITED,
      },
    ),
}

function signatureOf(secret: string, timestampS: number): { timestamp: string; sign: string } {
  const sign = createHmac('sha256', `${timestampS}\n${secret}`).digest('base64')
  return { timestamp: String(timestampS), sign }
}
