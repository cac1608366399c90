/** Text from outside for a sentence of ours: quoted, control characters escaped, no longer than a name may be. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text)
}
