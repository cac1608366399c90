import { createHmac } from 'node:crypto'
import { judgeCode } from '../answers.ts'
import { type HttpChannel, JSON_HEADERS } from '../channel.ts'
import { headingOf, neutral, placeOf, withinBytes } from '../text.ts'

const MAX_TEXT_BYTES = 15_000
/** -1: busy. */
const AWAY = [-1]
/** 130101, 410100: more than 20 messages in a minute; 90030: more than the robot may send; 302033 is of no page we found. */
const LIMITED = [130101, 410100, 302033, 90030]
/** Whoever sends too many is silenced for so long. */
const LIMITED_MS = 10 * 60_000

/**
 * A message to the robot of a group in DingTalk (钉钉). Where the robot has the security setting "sign", the time and its
 * HMAC-SHA256 go with the address: base64 over `timestamp\nsecret`, keyed with the secret, good for an hour.
 */
export const dingtalk: HttpChannel = {
  name: 'dingtalk',
  request(message, { url, secrets: [secret] }, nowMs) {
    const { body, link } = message
    const heading = headingOf(message, neutral)
    const text = [
      `#### ${heading}`,
      withinBytes(neutral(body).replaceAll('\n', '  \n'), MAX_TEXT_BYTES),
      ...(placeOf(message) ? [`> ${neutral(placeOf(message))}`] : []),
      ...(link ? [`[Open the ticket](${link})`] : []),
    ].join('\n\n')
    return {
      url: secret === undefined ? url : signed(url, secret, nowMs),
      headers: JSON_HEADERS,
      body: JSON.stringify({
        msgtype: 'markdown',
        markdown: { title: heading.slice(0, 100), text },
        at: { isAtAll: false },
      }),
    }
  },
  judge: answer =>
    judgeCode(answer, ({ errcode, errmsg }) => ({ code: errcode, message: errmsg }), {
      away: AWAY,
      limited: LIMITED,
      limitedMs: LIMITED_MS,
    }),
}

function signed(url: string, secret: string, nowMs: number): string {
  const target = new URL(url)
  const sign = createHmac('sha256', secret).update(`${nowMs}\n${secret}`).digest('base64')
  target.searchParams.set('timestamp', String(nowMs))
  target.searchParams.set('sign', sign)
  return target.href
}
