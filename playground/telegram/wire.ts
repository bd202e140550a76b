// SPDX-License-Identifier: AGPL-3.0-or-later
// The shapes that travel: the part of the Bot API's objects that this project meets. Names are Telegram's.

export type ApiUser = {
  id: number
  is_bot: boolean
  first_name: string
  last_name?: string
  username?: string
  language_code?: string
}

export type ApiChat = {
  id: number
  type: 'private' | 'supergroup'
  title?: string
  first_name?: string
  last_name?: string
  username?: string
}

/** Offsets and lengths are UTF-16 code units. */
export type Entity = {
  type: string
  offset: number
  length: number
  url?: string
  language?: string
  custom_emoji_id?: string
}

export type PhotoSize = {
  file_id: string
  file_unique_id: string
  file_size: number
  width: number
  height: number
}

export type FileObject = {
  file_id: string
  file_unique_id: string
  file_size: number
  mime_type?: string
  file_name?: string
  duration?: number
}

type Sticker = FileObject & {
  type: 'regular'
  width: number
  height: number
  is_animated: boolean
  is_video: boolean
  emoji?: string
}

export type Location = { latitude: number; longitude: number; horizontal_accuracy?: number; live_period?: number }

type Venue = { location: Location; title: string; address: string }

export type Contact = { phone_number: string; first_name: string; last_name?: string; user_id?: number }

type Poll = {
  id: string
  question: string
  options: { text: string; voter_count: number }[]
  total_voter_count: number
  is_closed: boolean
  is_anonymous: boolean
  type: 'regular' | 'quiz'
  allows_multiple_answers: boolean
}

export type InlineButton = {
  text: string
  url?: string
  callback_data?: string
  web_app?: { url: string }
  copy_text?: { text: string }
  switch_inline_query?: string
  switch_inline_query_current_chat?: string
  style?: string
}

export type InlineKeyboard = { inline_keyboard: InlineButton[][] }

export type KeyboardButton = {
  text: string
  request_contact?: boolean
  request_location?: boolean
  web_app?: { url: string }
}

export type ReplyKeyboard = { keyboard: KeyboardButton[][]; one_time_keyboard?: boolean; resize_keyboard?: boolean }

/** What a message holds besides its address. */
export type Content = {
  text?: string
  entities?: Entity[]
  caption?: string
  caption_entities?: Entity[]
  photo?: PhotoSize[]
  document?: FileObject
  voice?: FileObject
  sticker?: Sticker
  location?: Location
  venue?: Venue
  contact?: Contact
  poll?: Poll
  media_group_id?: string
  forward_origin?: { type: 'user'; sender_user: ApiUser; date: number }
}

export type ApiMessage = Content & {
  message_id: number
  from: ApiUser
  chat: ApiChat
  date: number
  edit_date?: number
  has_protected_content?: boolean
  reply_to_message?: ApiMessage
  reply_markup?: InlineKeyboard
}

/** What stands in a callback query for a message that can no longer be read. */
type InaccessibleMessage = { message_id: number; chat: ApiChat; date: 0 }

type CallbackQuery = {
  id: string
  from: ApiUser
  message: ApiMessage | InaccessibleMessage
  chat_instance: string
  data: string
}

export type MemberStatus = 'administrator' | 'member' | 'left' | 'kicked'

export type ChatMember = { user: ApiUser; status: MemberStatus; until_date?: number }

type ChatMemberUpdated = {
  chat: ApiChat
  from: ApiUser
  date: number
  old_chat_member: ChatMember
  new_chat_member: ChatMember
}

/** The kinds of update this emulator makes by itself, and what each carries. */
export type UpdatePayloads = {
  message: ApiMessage
  edited_message: ApiMessage
  callback_query: CallbackQuery
  my_chat_member: ChatMemberUpdated
}

/** An update as it is sent: its id and one payload under the name of its kind. */
export type RawUpdate = { update_id: number } & Partial<UpdatePayloads> & Record<string, unknown>
