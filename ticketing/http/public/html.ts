/** HTML that is safe as it stands. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | undefined | false | readonly Html[]

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string) => text.replace(/[&<>"']/g, character => ENTITIES[character] ?? '')

/** A template whose values are escaped, in text and in quoted attributes alike; `undefined` and `false` are nothing. */
export function html(fixed: TemplateStringsArray, ...parts: Part[]): Html {
  const text = fixed.map((piece, index) => piece + written(parts[index])).join('')
  return new Html(text)
}

function written(part: Part): string {
  if (part === undefined || part === false) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'object') return part.map(({ text }) => text).join('')
  return escaped(String(part))
}
