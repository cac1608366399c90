/** Text from outside for a sentence of ours: quoted, control characters escaped, no longer than a name may be. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text)
}

/** The same said in every language. Another language is another member, and the compiler names what lacks it. */
export interface Words {
  en: string
  zh: string
}
