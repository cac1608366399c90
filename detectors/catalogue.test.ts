import { expect, test } from 'vitest'
import { readCatalogue } from './catalogue.ts'

test('every detector is described, and what makes it quieter is a number of its parameters', async () => {
  const catalogue = await readCatalogue()
  expect(new Set(catalogue.map(({ name }) => name)).size).toBe(catalogue.length)
  for (const { name, summary, schema, defaults, quieter, readmeText } of catalogue) {
    const isWritten = readmeText.trim() !== `# ${name}` // another test says where it is not
    if (isWritten) expect([name, summary.length > 20, summary.length < 400]).toEqual([name, true, true])
    expect(readmeText).toMatch(/^# /)
    const { properties = {} } = schema as {
      properties?: Record<string, { type?: string; description?: string }>
    }
    for (const property of Object.values(properties)) expect(property.description).toMatch(/\S/)
    if (!quieter) continue
    expect([name, typeof defaults[quieter.parameter]]).toEqual([name, 'number'])
    expect(properties[quieter.parameter]?.type).toMatch(/^(number|integer)$/)
  }
})
