// The six digits an authenticator app shows (RFC 6238: SHA-1, 30 seconds), from the key as it is typed by hand.
import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const step_ms = 30_000

export function totp(key, at_ms = Date.now()) {
  const bits = [...key.replaceAll(/[\s=]/g, '').toUpperCase()]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at_ms / step_ms)))
  const hash = createHmac('sha1', secret).update(counter).digest()
  const offset = hash.at(-1) & 0xf
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** A code counts once, and the server takes the next one already, as it does from a phone whose clock is ahead. */
export function nextTotp(key) {
  return totp(key, Date.now() + step_ms)
}
