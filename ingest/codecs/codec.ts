import type { DeadLetterReason } from '../../contracts/dead-letters.ts'
import type { DeviceReport } from '../../contracts/device-ledger.ts'
import type { Format } from '../../contracts/format.ts'
import type { Message, Offset } from '../../contracts/message-log.ts'
import type { Command } from '../../contracts/sample.ts'
import type { Waveform } from '../waveforms/features.ts'

/** What a message says about one device at one time, before anyone asked the registry about it. */
export interface Reading {
  /** Undefined when the topic does not say it; then the registry's counts. */
  site: string | undefined
  /** Id or address of the device. */
  device: string
  /** A longer name of the device, tried before `device`: `{group}/{edge node}/{device}` in Sparkplug B. */
  address?: string | undefined
  /** Event time; undefined when the message names none, then the receive time counts. */
  observedAtMs: number | undefined
  /** By the names that the device uses. A fresh object of the reading's own, not empty but beside waveforms; what is not a number becomes a dead letter. */
  values: Record<string, unknown>
  /** Units that the message itself gives, by the same names. */
  units?: Readonly<Record<string, string>> | undefined
  /** By the names that the device uses; metrics are made of them. A reading that has some may be without values. */
  waveforms?: ReadonlyMap<string, Waveform> | undefined
  /** Which part of the message this is; undefined when the message is one reading. */
  index: number | undefined
}

/** A message, or the part `index` of it, that is no reading. */
export interface Problem {
  reason: DeadLetterReason
  /** One sentence: what, where in the part, and what would be right. */
  detail: string
  index: number | undefined
  /** Id or address of the device it is about, as far as the message says it. */
  device?: string | undefined
  /** As for a reading. */
  address?: string | undefined
}

/** What a device says of itself. */
export interface Report extends DeviceReport {
  /** As for a reading. */
  site?: string | undefined
  address?: string | undefined
}

/** What a device said once and everything after it depends on: a Sparkplug birth, a Homie description. */
export interface Announcement {
  offset: Offset
  receivedAtMs: number
  payload: Uint8Array
}

/** The last announcement under this key before the message, by the publisher of the message. */
export type Announced = (key: string) => Announcement | undefined

/** Where a message stands in the unbroken count of its publisher. */
export interface Count {
  /** What is counted: the messages of a Sparkplug edge node. */
  of: string
  number: number
  /** After `size - 1` comes 0. */
  size: number
  /** The count begins anew with this message. */
  starts: boolean
  /** What the publisher is asked for when a message before this one is missing. */
  request(): Command
}

/** What a message gives. Nothing at all where it is none of our business: a command, the last will of an old session, what a mapping ignores. */
export interface Content {
  readings: Reading[]
  problems: Problem[]
  /** By id or address of the device; the decoder looks it up, as it does for readings. */
  reports?: Report[]
  /** What the device must be asked for; only where a reading or report is about a device that the publisher may speak for. */
  requests?: Command[]
  /** The key under which the message is remembered. */
  announces?: string | undefined
  count?: Count | undefined
}

/** What can be done about what the decoder refuses: ends of sentences, in the words of the format. */
export interface Remedies {
  /** Where an event time is in another unit. */
  time: string
  /** Where a value is no number. */
  number: string
}

/** In formats without other words. */
export const REMEDIES: Remedies = {
  time: 'give milliseconds',
  number: 'give a finite number, true or false, or leave it out',
}

/**
 * Reads one format. Pure: no clock, no state, never throws. What a message means may depend on announcements before it
 * in the log, and on nothing else. Each codec is a folder with a README and an executable `sample.json`, listed in
 * `index.ts`.
 */
export interface Codec {
  /** The folder's name. */
  name: string
  accepts(topic: string): boolean
  /** `REMEDIES` where it has no words of its own. */
  remedies?: Remedies
  /** The keys that `decode` may ask for on this topic. */
  needs?(topic: string): readonly string[]
  decode(message: Message, announced: Announced): Content
  /** The parts by index, each as a payload of its own that the codec takes again; one that cannot be cut out is absent. */
  excerpts(message: Message, indexes: ReadonlySet<number>): Map<number, Uint8Array>
}

/** What is known of a message before its payload is read, for formats. */
export interface Place {
  site: string | undefined
  device: string | undefined
  metric: string | undefined
  /** Whose message it is where neither topic nor payload names a device; undefined where another publishes for all. */
  speaker: string | undefined
}

/** Reads the payloads of a format, wherever it is published. As pure as a codec, and a folder like one. */
export interface PayloadReader {
  /** The folder's name. */
  name: Format['codec']
  remedies: Remedies
  /** Prepares the mapping once for all messages. */
  open(mapping: Format['mapping']): {
    decode(message: Message, place: Place): Content
    /** As for a codec. */
    excerpts(message: Message, place: Place, indexes: ReadonlySet<number>): Map<number, Uint8Array>
  }
}
