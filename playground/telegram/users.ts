// SPDX-License-Identifier: AGPL-3.0-or-later
// The people of an emulator and the groups they make, for tests and for a page on which one plays them.
import type { Bot } from './bots.ts'
import type { GroupChat, Person } from './chats.ts'
import { Conversation } from './conversation.ts'
import { readDeepLink } from './links.ts'
import type { ApiUser, MemberStatus } from './wire.ts'
import { memberOf } from './world.ts'
import type { World } from './world.ts'

/** A person who can do what people do. */
export class User {
  readonly person: Person
  readonly #world: World
  readonly #conversations = new Map<number, Conversation>()

  constructor(world: World, person: Person) {
    this.#world = world
    this.person = person
  }

  get id(): number {
    return this.person.id
  }

  get phone(): string {
    return this.person.phone
  }

  get public(): ApiUser {
    return this.person.public
  }

  /** He changes his name, or gives up his username (`username: null`). */
  rename(to: { first_name?: string; username?: string | null }): void {
    const { username, ...rest } = this.person.public
    const name = to.username === undefined ? username : (to.username ?? undefined)
    const first_name = to.first_name ?? rest.first_name
    this.person.public = { ...rest, first_name, ...(name !== undefined && { username: name }) }
  }

  /** He deletes his account. */
  deactivate(): void {
    this.person.isDeactivated = true
  }

  /** His private chat with a bot: always the same object. */
  chatWith(bot: Bot): Conversation {
    let conversation = this.#conversations.get(bot.id)
    if (!conversation) {
      conversation = new Conversation(this.#world, this.person, bot.privateChat(this.person), bot)
      this.#conversations.set(bot.id, conversation)
    }
    return conversation
  }

  /** Follows t.me/BOT?start=PARAM (or tg://resolve?domain=BOT&start=PARAM) and presses START. */
  openLink(link: string): Conversation {
    const { botUsername, parameter } = readDeepLink(link)
    const bot = this.#world.botByName(botUsername)
    if (!bot) throw new Error(`no bot called ${botUsername}`)
    const conversation = this.chatWith(bot)
    conversation.start(parameter)
    return conversation
  }
}

/** A group, as its owner handles it. */
export class Group {
  readonly chat: GroupChat
  readonly #world: World

  constructor(world: World, chat: GroupChat) {
    this.#world = world
    this.chat = chat
  }

  get id(): number {
    return this.chat.id
  }

  addMember(user: User): Conversation {
    this.chat.members.set(user.id, user.person)
    return new Conversation(this.#world, user.person, this.chat)
  }

  addBot(bot: Bot, { isAdministrator = false } = {}): void {
    this.#setBot(bot, isAdministrator ? 'administrator' : 'member')
  }

  kickBot(bot: Bot): void {
    this.#setBot(bot, 'kicked')
  }

  #setBot(bot: Bot, status: MemberStatus): void {
    const { chat } = this
    const old = chat.bots.get(bot.id) ?? 'left'
    chat.bots.set(bot.id, status)
    const owner = chat.members.values().next().value
    bot.push(
      'my_chat_member',
      {
        chat: chat.public,
        from: owner?.public ?? bot.user,
        date: this.#world.nowSeconds,
        old_chat_member: memberOf(bot, old),
        new_chat_member: memberOf(bot, status),
      },
      `my:${chat.id}`,
    )
  }
}
