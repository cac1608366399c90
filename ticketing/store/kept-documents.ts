/** Documents in memory, by the keys of their versions. */
export interface KeptDocuments<Document> {
  /** Those that need not be read again. */
  keys(): string[]
  get(key: string): Document | undefined
  /** The document of this key: one object for one version, so that what is computed of it can be kept with the object. */
  keep(key: string, document: Document): Document
}

const MOST = 20

/**
 * Versions of a document that were read. They never change, so nothing has to be told when a newer one is made: whoever
 * needs the one that counts asks for its key, in its own transaction, and for the document only where the key is new.
 * A key is a UUID, as two databases of one process can have different documents of one version.
 */
export function keptDocuments<Document>(): KeptDocuments<Document> {
  const read = new Map<string, Document>()
  return {
    keys: () => [...read.keys()],
    get: key => read.get(key),
    keep(key, document) {
      const known = read.get(key)
      if (known) return known
      const [oldest] = read.keys()
      if (read.size >= MOST && oldest !== undefined) read.delete(oldest)
      read.set(key, document)
      return document
    },
  }
}
