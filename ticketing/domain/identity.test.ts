import { describe, expect, test } from 'vitest'
import { calledBy, grantsOfClaims, verifiedEmail, wishedName } from './identity.ts'

const everywhere = { role: 'administrator' as const, site: null }
const planner = { role: 'planner' as const, site: 'plant-1' }
const roles = [
  { value: 'admins', grant: everywhere },
  { value: 'plant-1', grant: planner },
  { value: 'cn=plant-1,dc=example', grant: planner },
]

describe('grants of claims', () => {
  test.each([
    [{ groups: ['admins', 'plant-1'] }, 'groups', [everywhere, planner]],
    [{ groups: ['plant-1', 'cn=plant-1,dc=example'] }, 'groups', [planner]],
    [{ groups: 'plant-1' }, 'groups', [planner]],
    [{ realm_access: { roles: ['admins'] } }, 'realm_access.roles', [everywhere]],
    [{ 'https://example.com/roles': ['admins'] }, 'https://example.com/roles', [everywhere]],
    [{ groups: ['Admins', ' admins', 7, null, { value: 'admins' }] }, 'groups', []],
    [{ groups: { admins: true } }, 'groups', []],
    [{}, 'realm_access.roles', []],
    [{ groups: ['admins'] }, '__proto__.groups', []],
  ])('%j by %s', (claims, rolesClaim, grants) => {
    expect(grantsOfClaims(claims, { rolesClaim, roles })).toEqual(grants)
  })

  test('are not the provider’s where nothing is mapped', () => {
    expect(grantsOfClaims({ groups: ['admins'] }, { rolesClaim: 'groups', roles: undefined })).toBeUndefined()
  })
})

test('names come from what the provider says, where it could be one', () => {
  expect(wishedName({ preferred_username: 'anna', email: 'a@b.example' })).toBe('anna')
  expect(wishedName({ preferred_username: 'Anna Keller', email: 'a@b.example' })).toBe('a@b.example')
  expect(wishedName({ preferred_username: '<script>', email: 7 })).toBeUndefined()
  expect(calledBy({ name: ' Anna\nKeller ' })).toBe('Anna Keller')
  expect(calledBy({ name: '', preferred_username: 'anna' })).toBe('anna')
})

test('an e-mail address counts only when the provider has made sure of it', () => {
  expect(verifiedEmail({ email: 'a@b.example', email_verified: true })).toBe('a@b.example')
  for (const email_verified of [false, undefined, 'true'])
    expect(verifiedEmail({ email: 'a@b.example', email_verified })).toBeNull()
})
