import { judgeStatus, LIMITED_MS, shortly } from '../answers.ts'
import { type HttpChannel, JSON_HEADERS } from '../channel.ts'
import { headingOf, neutral, placeOf, withinBytes } from '../text.ts'

/** Teams takes 28 KB with everything. */
const MAX_TEXT_BYTES = 15_000

const COLOURS = { critical: 'Attention', major: 'Warning', minor: 'Default' } as const

/**
 * An adaptive card to a workflow of Microsoft Teams ("when a Teams webhook request is received") or to an incoming
 * webhook of the older kind, which answers 200 and says in words where it was not delivered.
 */
export const teams: HttpChannel = {
  name: 'teams',
  request(message, { url }) {
    const { body, severity, link } = message
    const block = (text: string, more = {}) => ({ type: 'TextBlock', text, wrap: true, ...more })
    const colour = severity ? COLOURS[severity] : 'Default'
    const content = {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.4',
      body: [
        block(headingOf(message, neutral), { weight: 'Bolder', size: 'Medium', color: colour }),
        ...(body.trim() ? [block(withinBytes(neutral(body), MAX_TEXT_BYTES))] : []),
        ...(placeOf(message) ? [block(neutral(placeOf(message)), { isSubtle: true })] : []),
      ],
      ...(link && { actions: [{ type: 'Action.OpenUrl', title: 'Open the ticket', url: link }] }),
    }
    const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }
    return {
      url,
      headers: JSON_HEADERS,
      body: JSON.stringify({ type: 'message', attachments: [attachment] }),
    }
  },
  judge(answer) {
    const { status, text } = answer
    const said = shortly(text)
    const [, code] = /endpoint returned HTTP error (\d{3})/.exec(text) ?? []
    if (code === '429') return { kind: 'limited', status, said, waitMs: LIMITED_MS }
    if (code !== undefined)
      return { kind: Number(code) >= 500 || code === '412' ? 'away' : 'refused', status, said }
    return judgeStatus(answer) ?? { kind: 'sent', status, said }
  },
}
