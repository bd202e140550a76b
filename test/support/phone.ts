// SPDX-License-Identifier: AGPL-3.0-or-later
// What the persons of our stories hold in their hands, whichever messenger is on it; and the street that one messenger
// is: the platform played on the loopback, and our real adapters for it.
import type { Audience, Channel, ChannelName } from '../../src/channel.ts'
import type { Clock } from '../../src/system.ts'
import type { Log } from '../../src/log.ts'
import type { PhotoStore } from '../../src/channel.ts'
import type { Webhook } from '../../src/web/webhook.ts'

/** Something to choose: the whole of its label, and what the platform sends when it is chosen. */
export interface Offer {
  readonly label: string
  readonly wire: string
}

/** A message of ours as it stands on the screen. */
export interface Standing {
  readonly id: string
  readonly text: string
  readonly offers: readonly Offer[]
}

/** What a shop by chat has no use for. */
export const oddities = ['sticker', 'poll', 'voice', 'photo', 'contact', 'location'] as const
export type Oddity = (typeof oddities)[number]

/** A document of ours as it arrived. */
export interface SentDocument {
  readonly name: string
  readonly bytes: Uint8Array
}

/** One person's chat with us, on one messenger. */
export interface Phone {
  readonly channel: ChannelName
  /** What the platform calls the person. */
  readonly address: string
  /** Our messages as they stand now, oldest first. */
  standing(): Standing[]
  /** The documents we have sent, oldest first. */
  documents(): SentDocument[]
  /** Resolves when we have it. */
  write(text: string): Promise<void>
  /** Resolves when we have it, to the passing line that the platform shows, if it has such a thing. */
  choose(on: Standing, offer: Offer): Promise<string | undefined>
  send(what: Oddity): Promise<void>
  block(): void
  unblock(): void
}

/** Somebody who comes to live here. */
export interface Newcomer {
  readonly firstName: string
  readonly lastName: string
  readonly language: string
}

/** What a street is built with. */
export interface StreetParts {
  readonly clock: Clock
  readonly photos: PhotoStore
  readonly log: Log
  /** Where our web answers, once it does. */
  readonly webUrl: string
}

export interface Street {
  readonly channels: readonly Channel[]
  readonly webhooks: readonly Webhook[]
  /** What an address of ours looks like before the code in it. */
  linkBefore(audience: Audience): string
  /** Once our web answers. */
  open?(): Promise<void>
  /** A telephone on which one side of the counter is opened. */
  phone(who: Newcomer, audience: Audience): Phone
  close(): Promise<void>
}

/** A link's code among words, as an address of wa.me brings it; no messenger but Telegram has a START to press. */
export function asWritten(text: string): string {
  const [, code] = /^\/start(?: (\S+))?$/.exec(text) ?? []
  return code === undefined ? (text === '/start' ? 'ciao' : text) : `ciao ${code}`
}

/** As one reads it: a space that keeps a price on one line is a space. */
export function spaced(text: string): string {
  return text.replaceAll('\u00a0', ' ')
}
