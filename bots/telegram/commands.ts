// SPDX-License-Identifier: AGPL-3.0-or-later
import type { BotCommand } from 'grammy/types'
import type { Audience } from '../../src/channel.ts'
import { languages, texts } from '../../src/text/text.ts'

const names: Record<Audience, readonly string[]> = {
  citizen: ['negozi', 'busta', 'ordini', 'aiuto', 'lingua'],
  staff: ['oggi', 'inizio', 'aiuto', 'lingua'],
}

/** What each bot lists behind its menu button: Italian for everybody, and each language for its own. */
export function commandsOf(audience: Audience): { language: string | undefined; commands: BotCommand[] }[] {
  return [undefined, ...languages.filter(language => language !== 'it')].map(language => {
    const t = texts(language ?? 'it', 'Europe/Rome', new Date(0))
    const commands = names[audience].map(command => ({ command, description: t.plain(`command-${command}`) }))
    return { language, commands }
  })
}
