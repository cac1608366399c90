const base64 = (text: string) => Buffer.from(text, 'base64')

/** The smallest files of their kinds that browsers show. */
export const PNG = base64(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
)
export const JPEG = base64(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
)
export const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
export const HTML = Buffer.from('<!doctype html><script>alert(1)</script>')
export const SVG = Buffer.from(
  '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
)
/** An empty archive with one name, as the head of any ZIP bomb looks. */
export const ZIP = Buffer.concat([
  base64('UEsDBBQAAAAIAA=='),
  Buffer.alloc(16),
  Buffer.from([4, 0, 0, 0]),
  Buffer.from('bomb'),
])
