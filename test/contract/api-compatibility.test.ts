import { describe, expect, test } from 'vitest'
import { apiDocument } from '../../main/docs/api-document.ts'
import { breakingChanges, type Document } from './openapi/changes.ts'
import { bare, readReleased } from './openapi/released.ts'

const document = bare(await apiDocument())

test('nothing that the last release promised is taken away: what breaks clients needs /api/v2', async () => {
  expect(breakingChanges(await readReleased(), document)).toEqual([])
})

// biome-ignore lint/suspicious/noExplicitAny: each change reaches into another part of the document
type Anything = any

describe('a change that breaks clients is named', () => {
  const tickets = '/api/v1/tickets'
  const bodyOf = (schemas: Anything) => schemas.NewTicketRequest
  const cases: [what: string, change: (paths: Anything, schemas: Anything) => void, said: string][] = [
    [
      'an operation is taken away',
      paths => delete paths[tickets].post,
      'POST /api/v1/tickets (createTicket) is gone',
    ],
    [
      'it is called otherwise',
      paths => {
        paths[tickets].get.operationId = 'all'
      },
      'operationId listTickets is all now',
    ],
    [
      'a parameter is taken away',
      paths => paths[tickets].get.parameters.shift(),
      'query state is not taken any more',
    ],
    [
      'a parameter is demanded',
      paths => paths[tickets].get.parameters.push({ in: 'query', name: 'x', required: true, schema: {} }),
      'query x is required now',
    ],
    [
      'a property is demanded',
      (_, schemas) => bodyOf(schemas).required.push('description'),
      'body.description is required now',
    ],
    [
      'a property is not taken any more',
      (_, schemas) => delete bodyOf(schemas).properties.title,
      'body.title is not taken any more',
    ],
    [
      'a bound is tightened',
      (_, schemas) => {
        bodyOf(schemas).properties.title.maxLength = 3
      },
      'body.title: maxLength is 3',
    ],
    [
      'a word is not taken any more',
      (_, schemas) => bodyOf(schemas).properties.kind.enum.pop(),
      'is not taken any more',
    ],
    [
      'a property of an answer is taken away',
      (_, schemas) => delete schemas.Ticket.properties.title,
      'answer 200.items[].title is gone',
    ],
    [
      'a property of an answer may be missing',
      (_, schemas) => schemas.Ticket.required.pop(),
      'may be missing now',
    ],
    [
      'a property of an answer may be null',
      (_, schemas) => {
        schemas.Ticket.properties.title.type = ['string', 'null']
      },
      'title: null may be answered now',
    ],
    [
      'a property of an answer is of another type',
      (_, schemas) => {
        schemas.Ticket.properties.number.type = 'string'
      },
      'number: string may be answered now',
    ],
    ['a token is demanded', paths => delete paths['/r/{token}'].get.security, 'it needs a token now'],
    [
      'another status',
      paths => {
        const { responses } = paths[tickets].post
        responses[202] = responses[201]
        delete responses[201]
      },
      'it does not answer 201 any more',
    ],
  ]

  test.each(cases)('%s', (_, change, said) => {
    const after = structuredClone(document)
    change(after.paths, after.components.schemas)
    expect(breakingChanges(document, after).join('\n')).toContain(said)
  })
})

test('what is added breaks nobody, and another version may be as it likes', () => {
  const before: Document = structuredClone(document)
  const after = structuredClone(document) as Anything
  const { paths, components } = after
  const { Ticket, NewTicketRequest } = components.schemas
  paths['/api/v1/new'] = paths['/api/v1/tickets']
  paths['/api/v1/tickets'].get.parameters.push({ in: 'query', name: 'x', schema: {} })
  Ticket.properties.more = { type: 'string' }
  Ticket.properties.kind.enum.push('improvement')
  NewTicketRequest.properties.more = { type: 'string' }
  NewTicketRequest.properties.title.maxLength++
  expect(breakingChanges(before, after)).toEqual([])
  const [ticket] = Object.values(document.paths['/api/v1/tickets'] ?? {})
  if (ticket) before.paths['/api/v2/tickets'] = { get: ticket }
  expect(breakingChanges(before, after)).toEqual([])
})
