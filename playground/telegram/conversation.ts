// SPDX-License-Identifier: AGPL-3.0-or-later
// What a person does in a chat: writes, sends, presses, blocks. Everything he does reaches the bots as updates.
import { ChatView, inlineButtons } from './chat-view.ts'
import type { CallbackAnswer, GroupChat, Person, PrivateChat } from './chats.ts'
import type { Bot } from './bots.ts'
import { fileObject, photoSizes } from './files.ts'
import { ONE_POINT_PNG } from '../loopback/images.ts'
import { startText } from './links.ts'
import { autoEntities, textContent } from './texts.ts'
import { realMs } from '../loopback/time.ts'
import type { ApiMessage, Contact, Content, InlineButton, Location, MemberStatus } from './wire.ts'
import { memberOf } from './world.ts'
import type { World } from './world.ts'

/** What a press did: asked the bot (then `answer` comes), opened a link, copied a text, or sent a message. */
export type Press = {
  callbackId: string | undefined
  data: string | undefined
  url: string | undefined
  copied: string | undefined
  sent: ApiMessage | undefined
  /** What the bot answered; undefined when it did not in time, or was not asked. */
  answer: Promise<CallbackAnswer | undefined>
}

/** What may go with anything that is sent. */
type Extra = { replyTo?: number; mediaGroupId?: string; isForwarded?: boolean }

type PressOptions = { messageId?: number; location?: Location }

const PIAZZA: Location = { latitude: 45.4642, longitude: 9.19 }

/** One person in one chat: a private one with a bot, or a group. */
export class Conversation extends ChatView {
  readonly person: Person
  readonly #world: World
  readonly #bots: readonly Bot[] | undefined

  constructor(world: World, person: Person, chat: PrivateChat | GroupChat, bot?: Bot) {
    super(chat)
    this.person = person
    this.#world = world
    this.#bots = bot && [bot]
  }

  /** Presses START, with the parameter of a deep link. */
  start(parameter = ''): ApiMessage {
    return this.sendText(startText(parameter))
  }

  sendText(text: string, extra: Extra = {}): ApiMessage {
    return this.#post(textContent({ text, entities: autoEntities(text) }), extra)
  }

  sendPhoto(data: Buffer = ONE_POINT_PNG, { caption, ...extra }: Extra & { caption?: string } = {}): ApiMessage {
    const photo = photoSizes(this.#ownerId, this.#world.files.add('photo', data, { mime: 'image/jpeg' }))
    return this.#post({ photo, ...captionContent(caption) }, extra)
  }

  /** Several photos at once, which arrive as one message each. */
  sendAlbum(photos: readonly { data?: Buffer; caption?: string }[]): ApiMessage[] {
    const mediaGroupId = this.#world.uid()
    return photos.map(({ data, caption }) =>
      this.sendPhoto(data, { mediaGroupId, ...(caption !== undefined && { caption }) }),
    )
  }

  sendDocument(data: Buffer, options: Extra & { name?: string; mime?: string; caption?: string } = {}): ApiMessage {
    const { name = 'file.pdf', mime = 'application/pdf', caption, ...extra } = options
    const document = fileObject(this.#ownerId, this.#world.files.add('document', data, { mime, name }))
    return this.#post({ document, ...captionContent(caption) }, extra)
  }

  sendVoice(data: Buffer = Buffer.from('OggS'), duration = 1): ApiMessage {
    const file = this.#world.files.add('voice', data, { mime: 'audio/ogg' })
    return this.#post({ voice: { ...fileObject(this.#ownerId, file), duration } })
  }

  sendSticker(emoji = '👍', data: Buffer = ONE_POINT_PNG): ApiMessage {
    const file = fileObject(this.#ownerId, this.#world.files.add('sticker', data, { mime: 'image/webp' }))
    const shape = { type: 'regular', width: 512, height: 512, is_animated: false, is_video: false } as const
    return this.#post({ sticker: { ...file, ...shape, emoji } })
  }

  sendLocation(location: Location, extra: Extra = {}): ApiMessage {
    return this.#post({ location }, extra)
  }

  /** Shares his own contact, or somebody else's. Only the own one carries his id. */
  sendContact(contact?: Contact): ApiMessage {
    const { first_name, id } = this.person.public
    return this.#post({ contact: contact ?? { phone_number: this.person.phone, first_name, user_id: id } })
  }

  sendPoll(question: string, options: readonly string[]): ApiMessage {
    return this.#post({
      poll: {
        id: this.#world.uid(),
        question,
        options: options.map(text => ({ text, voter_count: 0 })),
        total_voter_count: 0,
        is_closed: false,
        is_anonymous: true,
        type: 'regular',
        allows_multiple_answers: false,
      },
    })
  }

  /** Changes the text of a message of his own. */
  editText(messageId: number, text: string): ApiMessage {
    const record = this.chat.record(messageId)
    if (!record || record.message.from.id !== this.person.id) throw new Error(`#${messageId} is not his message`)
    const message: ApiMessage = { ...record.message, text, edit_date: this.#world.nowSeconds }
    const entities = autoEntities(text)
    if (entities.length > 0) message.entities = entities
    else delete message.entities
    this.look()
    this.chat.replace(record, message)
    this.#deliver('edited_message', message)
    return message
  }

  /** Presses a button by its text, its data, or a pattern: under messages first, the newest first. */
  press(label: string | RegExp, { messageId, location }: PressOptions = {}): Press {
    const isMeant = (button: { text: string; callback_data?: string }): boolean =>
      label instanceof RegExp ? label.test(button.text) : button.text === label || button.callback_data === label
    for (const { message, botId } of this.chat.newestFirst()) {
      if (messageId !== undefined && message.message_id !== messageId) continue
      const button = inlineButtons(message).find(isMeant)
      if (button) return this.#pressInline(button, message.message_id, botId)
    }
    const key = this.chat.keyboard?.keyboard.flat().find(isMeant)
    if (!key) {
      throw new Error(`no button ${String(label)} in ${JSON.stringify(this.buttons())}\n${this.transcript()}`)
    }
    if (key.web_app) return pressed({ url: key.web_app.url })
    if (key.request_contact) return pressed({ sent: this.sendContact() })
    if (key.request_location) return pressed({ sent: this.sendLocation(location ?? PIAZZA) })
    return pressed({ sent: this.sendText(key.text) })
  }

  /** Presses the button at a place under a message, counted from 0. */
  pressButton(messageId: number, row: number, column: number): Press {
    const record = this.chat.record(messageId)
    const button = record?.message.reply_markup?.inline_keyboard[row]?.[column]
    if (!record || !button) throw new Error(`no button ${row}/${column} under #${messageId}\n${this.transcript()}`)
    return this.#pressInline(button, messageId, record.botId)
  }

  /** Sends callback data that no button carries, as a forged client can; also under a message that is gone. */
  pressData(messageId: number, data: string): Press {
    return this.#askBot(data, messageId, this.chat.record(messageId)?.botId)
  }

  block(): void {
    const chat = this.#privateChat('block')
    this.#changeMember('member', 'kicked')
    chat.isBlocked = true
  }

  unblock(): void {
    const chat = this.#privateChat('unblock')
    chat.isBlocked = false
    this.#changeMember('kicked', 'member')
  }

  get #ownerId(): number {
    return this.#hearers()[0]?.id ?? 0
  }

  /** The bots in this chat. */
  #hearers(): readonly Bot[] {
    if (this.#bots) return this.#bots
    if (this.chat.type === 'private') return []
    return [...this.chat.bots.keys()].flatMap(id => this.#world.botById(id) ?? [])
  }

  #privateChat(verb: string): PrivateChat {
    if (this.chat.type !== 'private') throw new Error(`one cannot ${verb} a group`)
    return this.chat
  }

  #pressInline(button: InlineButton, messageId: number, botId: number | undefined): Press {
    const url = button.url ?? button.web_app?.url
    if (url !== undefined) return pressed({ url })
    if (button.copy_text) return pressed({ copied: button.copy_text.text })
    return this.#askBot(button.callback_data ?? '', messageId, botId)
  }

  #askBot(data: string, messageId: number, botId: number | undefined): Press {
    const { chat, person } = this
    const bot = botId === undefined ? this.#hearers()[0] : this.#world.botById(botId)
    if (!bot) throw new Error('there is no bot to press for')
    this.look()
    chat.lastUserActivityMs = realMs()
    const id = this.#world.uid()
    const ttlMs = this.#world.options.callbackTtlMs
    const answer = bot.awaitAnswer(id, chat, messageId, ttlMs).then(given => {
      if (given?.text !== undefined) this.alerts.push(given)
      return given
    })
    const message = chat.record(messageId)?.message ?? { message_id: messageId, chat: chat.public, date: 0 as const }
    const chat_instance = `${bot.id}${chat.id}`
    bot.push('callback_query', { id, from: person.public, message, chat_instance, data }, `cb:${person.id}`)
    return pressed({ callbackId: id, data, answer })
  }

  #changeMember(from: MemberStatus, to: MemberStatus): void {
    for (const bot of this.#hearers()) {
      const [old_chat_member, new_chat_member] = [memberOf(bot, from), memberOf(bot, to)]
      const about = { chat: this.chat.public, from: this.person.public, date: this.#world.nowSeconds }
      bot.push('my_chat_member', { ...about, old_chat_member, new_chat_member }, `my:${this.person.id}`)
    }
  }

  #post(content: Content, { replyTo, mediaGroupId, isForwarded }: Extra = {}): ApiMessage {
    const { chat, person } = this
    if (chat.type === 'private') {
      if (chat.isBlocked) throw new Error('the user has blocked the bot: unblock() first')
      chat.isStarted = true
    } else if (!chat.members.has(person.id)) throw new Error('the user is not in the group')
    chat.lastUserActivityMs = realMs()
    const replied = replyTo === undefined ? undefined : chat.record(replyTo)?.message
    const date = this.#world.nowSeconds
    const message: ApiMessage = {
      message_id: chat.nextMessageId(),
      from: person.public,
      chat: chat.public,
      date,
      ...(replied && { reply_to_message: replied }),
      ...(mediaGroupId !== undefined && { media_group_id: mediaGroupId }),
      ...(isForwarded && { forward_origin: { type: 'user', sender_user: person.public, date } }),
      ...content,
    }
    this.look()
    chat.add({ message, botId: undefined, hasPlainMarkup: false })
    this.#deliver('message', message)
    return message
  }

  #deliver(kind: 'message' | 'edited_message', message: ApiMessage): void {
    for (const bot of this.#hearers()) {
      if (!bot.sees(this.chat, message)) continue
      bot.met.add(this.person.id)
      bot.push(kind, message, `m:${this.chat.id}`)
    }
  }
}

function captionContent(caption: string | undefined): Content {
  if (caption === undefined || caption === '') return {}
  const entities = autoEntities(caption)
  return { caption, ...(entities.length > 0 && { caption_entities: entities }) }
}

function pressed(what: Partial<Press>): Press {
  const nothing = { callbackId: undefined, data: undefined, url: undefined, copied: undefined, sent: undefined }
  return { ...nothing, answer: Promise.resolve(undefined), ...what }
}
