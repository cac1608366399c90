import { BlockList, isIP } from 'node:net'
import { ForewarnError } from '../../contracts/errors.ts'

/*
 * Which addresses are on the public internet. IANA's special-purpose registries (RFC 6890 and what came after it) name
 * what is not; of IPv6 only the unicast range that is given out counts, so that what is new is refused.
 */

const SPECIAL_V4: readonly [string, number][] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // carriers' NAT, and some clouds' metadata
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local, with the metadata of clouds
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['192.175.48.0', 24],
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
]

/** Inside of 2000::/3, outside of which nothing is public. */
const SPECIAL_V6: readonly [string, number][] = [
  ['2001::', 23], // Teredo, benchmarks, ORCHID
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4: the IPv4 address inside may be any
  ['3fff::', 20], // documentation
]

const special = new BlockList()
for (const [address, bits] of SPECIAL_V4) special.addSubnet(address, bits, 'ipv4')
for (const [address, bits] of SPECIAL_V6) special.addSubnet(address, bits, 'ipv6')
const unicast = new BlockList()
unicast.addSubnet('2000::', 3, 'ipv6')

/** Whether the address, written as `node:dns` gives it, is one of the public internet. */
export function isPublic(address: string): boolean {
  const version = isIP(address)
  if (version === 4) return !special.check(address, 'ipv4')
  return version === 6 && unicast.check(address, 'ipv6') && !special.check(address, 'ipv6')
}

/** What the operator allows beside the public internet: hosts by name or address, and ranges. */
export interface Allowed {
  host(name: string): boolean
  address(address: string): boolean
}

/** Reads `OUTGOING_ALLOW`: names, addresses and CIDR ranges with commas between. Error: `invalid`. */
export function readAllowed(text: string): Allowed {
  const names = new Set<string>()
  const ranges = new BlockList()
  for (const entry of text.split(',').map(part => part.trim().toLowerCase())) {
    if (entry === '') continue
    const [address = '', bits] = entry.replace(/^\[(.*)\]$/, '$1').split('/')
    const version = isIP(address)
    const family = version === 6 ? 'ipv6' : 'ipv4'
    if (version > 0 && bits === undefined) ranges.addAddress(address, family)
    else if (version > 0 && /^\d{1,3}$/.test(bits ?? '') && Number(bits) <= (version === 6 ? 128 : 32))
      ranges.addSubnet(address, Number(bits), family)
    else if (bits === undefined && /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(address)) names.add(address)
    else {
      const message = `OUTGOING_ALLOW: ${JSON.stringify(entry)} is no host and no range; write names such as erp.plant.example, addresses, or ranges such as 10.1.0.0/16, with commas between.`
      throw new ForewarnError('invalid', message)
    }
  }
  return {
    host: name => names.has(name.toLowerCase().replace(/\.$/, '')),
    address: address => isIP(address) > 0 && ranges.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'),
  }
}
