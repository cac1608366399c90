import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { ForewarnError } from '../../contracts/errors.ts'

/** Argon2id as OWASP's Password Storage Cheat Sheet asks for it: 19 MiB, two passes, one lane; about 0.1 s of a core. */
const MEMORY_KIB = 19_456
const PASSES = 2
const TAG_BYTES = 32
const SALT_BYTES = 16
/** At once, and waiting: whoever asks for more is sent away, so that guessing cannot take all cores. */
const AT_ONCE = 2
const MOST_WAITING = 40

const derive = promisify(argon2)
let working = 0
const waiting: (() => void)[] = []

interface Terms {
  memory: number
  passes: number
  salt: Buffer
}

async function tagOf(password: string, { memory, passes, salt }: Terms): Promise<Buffer> {
  if (working >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING)
      throw new ForewarnError(
        'overloaded',
        'Too many people sign in at this moment; try again in a few seconds.',
      )
    await new Promise<void>(resolve => void waiting.push(resolve))
  } else working++
  try {
    const message = Buffer.from(password.normalize('NFKC'))
    return await derive('argon2id', {
      message,
      nonce: salt,
      parallelism: 1,
      tagLength: TAG_BYTES,
      memory,
      passes,
    })
  } finally {
    const next = waiting.shift()
    if (next) next()
    else working--
  }
}

/** In the PHC string format, so that the terms can change later. */
export async function hashPassword(password: string): Promise<string> {
  const terms = { memory: MEMORY_KIB, passes: PASSES, salt: randomBytes(SALT_BYTES) }
  return phcOf(terms, await tagOf(password, terms))
}

const phcOf = ({ memory, passes, salt }: Terms, tag: Buffer) =>
  `$argon2id$v=19$m=${memory},t=${passes},p=1$${unpadded(salt)}$${unpadded(tag)}`

const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/(?<!=)=+$/, '')

const FORM = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=1\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{43})$/

/** No password has this: what is compared where there is no account, so that it takes as long. */
const NONE = phcOf(
  { memory: MEMORY_KIB, passes: PASSES, salt: randomBytes(SALT_BYTES) },
  randomBytes(TAG_BYTES),
)

/** Takes the same time whether there is a hash or not. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const [, memory, passes, salt = '', tag = ''] = FORM.exec(hash ?? NONE) ?? FORM.exec(NONE) ?? []
  const terms = { memory: Number(memory), passes: Number(passes), salt: Buffer.from(salt, 'base64') }
  return timingSafeEqual(await tagOf(password, terms), Buffer.from(tag, 'base64'))
}
