// SPDX-License-Identifier: AGPL-3.0-or-later
// One story, told on several channels from the same words.
import { afterEach, test } from 'vitest'
import type { ChannelName } from '../../src/channel.ts'
import { inTown, leaveTowns, type Town, type TownOptions } from './town.ts'
import { closeWebStreet } from './web-street.ts'

/** A town on the channel that the story is being told on. */
export type InTown = (options?: TownOptions) => Promise<Town>
type Tell = (inTown: InTown, channel: ChannelName) => Promise<void>

/** The browser of WhatsApp Web takes seconds to start: one for all the stories that a process tells, file after file. */
const webTest = test.extend('webStreet', { scope: 'worker', auto: true }, ({}, { onCleanup }) => {
  onCleanup(closeWebStreet)
  return 'open'
})

const names: Record<ChannelName, string> = {
  telegram: 'Telegram',
  'whatsapp-cloud': 'the Cloud API',
  'whatsapp-web': 'WhatsApp Web',
}

function tellOn(channels: readonly ChannelName[], name: string, tell: Tell, timeoutMs?: number): void {
  for (const channel of channels) {
    const told = `${name} · on ${names[channel]}`
    const telling = (): Promise<void> => tell(options => inTown({ channel, ...options }), channel)
    if (channel === 'whatsapp-web') webTest(told, telling, timeoutMs)
    else test(told, telling, timeoutMs)
  }
}

/** Told wherever there is something to tap. */
export function story(name: string, tell: Tell, timeoutMs?: number): void {
  tellOn(['telegram', 'whatsapp-cloud'], name, tell, timeoutMs)
}

/** Told on every channel, also where one types numbers. */
export function mainStory(name: string, tell: Tell, timeoutMs = 60_000): void {
  tellOn(['telegram', 'whatsapp-cloud', 'whatsapp-web'], name, tell, timeoutMs)
}

/** To be called once in a file that tells stories: closes what they leave open. */
export function leaveAfterwards(): void {
  afterEach(leaveTowns)
}
