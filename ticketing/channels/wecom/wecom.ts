import { judgeCode } from '../answers.ts'
import { type HttpChannel, JSON_HEADERS } from '../channel.ts'
import { headingOf, neutral, placeOf, withinBytes } from '../text.ts'

const MAX_CONTENT_BYTES = 4096
/** -1: busy. */
const AWAY = [-1]
/** 45009: more than 20 messages in a minute; 45033: too many at once. */
const LIMITED = [45009, 45033]

const COLOURS = { critical: 'warning', major: 'warning', minor: 'comment' } as const

/** A message to the robot of a group in WeCom (企业微信). Its address holds the key; it signs nothing. */
export const wecom: HttpChannel = {
  name: 'wecom',
  request(message, { url }) {
    const { body, severity, link } = message
    const colour = severity && COLOURS[severity]
    const heading = headingOf(message, neutral)
    const lines = [
      colour ? `**<font color="${colour}">${heading}</font>**` : `**${heading}**`,
      ...(placeOf(message) ? [`> ${neutral(placeOf(message))}`] : []),
      ...(link ? [`[Open the ticket](${link})`] : []),
    ]
    const rest = MAX_CONTENT_BYTES - Buffer.byteLength(lines.join('\n')) - 1
    lines.splice(1, 0, withinBytes(neutral(body), Math.max(rest, 4)))
    return {
      url,
      headers: JSON_HEADERS,
      body: JSON.stringify({ msgtype: 'markdown', markdown: { content: lines.join('\n') } }),
    }
  },
  judge: answer =>
    judgeCode(answer, ({ errcode, errmsg }) => ({ code: errcode, message: errmsg }), {
      away: AWAY,
      limited: LIMITED,
    }),
}
