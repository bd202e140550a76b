// SPDX-License-Identifier: AGPL-3.0-or-later
// The methods that put a new message into a chat.
import { bad, forbidden } from '../errors.ts'
import type { FileKind } from '../files.ts'
import type { ApiMessage, Content, Location } from '../wire.ts'
import { captionIn, contentOf, fileContent, markupOf, sendInto, textOf } from './content.ts'
import type { Call, Method } from './content.ts'

const ACTIONS = [
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'record_audio',
  'upload_audio',
  'upload_document',
  'choose_sticker',
  'find_location',
  'pick_up_location',
  'record_video_note',
  'upload_video_note',
  'cancel',
]

function sendMessage(call: Call): ApiMessage {
  const text = textOf(call)
  const chat = call.world.chatFor(call.bot, call.args)
  const markup = markupOf(call, chat)
  return sendInto(call, chat, text(), markup)
}

function sendFile(kind: FileKind): Method {
  return call => {
    const { world, bot, args } = call
    const lacking = bad(`There is no ${kind} in the request`)
    if (!args.has(kind) && !args.files.has(kind)) throw lacking
    const caption = captionIn(args)
    const chat = world.chatFor(bot, args)
    const markup = markupOf(call, chat)
    const captionContent = caption()
    const file = world.files.input(bot.id, args, args.text(kind), kind, kind)
    if (!file) throw lacking
    return sendInto(call, chat, { ...fileContent(bot, file), ...captionContent }, markup)
  }
}

function sendPlain(call: Call, content: Content): ApiMessage {
  const chat = call.world.chatFor(call.bot, call.args)
  const markup = markupOf(call, chat)
  return sendInto(call, chat, content, markup)
}

function locationOf({ args }: Call): Location {
  for (const field of ['latitude', 'longitude']) if (args.text(field).trim() === '') throw bad(`${field} is empty`)
  const latitude = Number(args.text('latitude'))
  const longitude = Number(args.text('longitude'))
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) throw bad('Wrong location specified')
  return { latitude, longitude }
}

function sendVenue(call: Call): ApiMessage {
  const location = locationOf(call)
  const venue = { location, title: call.args.text('title'), address: call.args.text('address') }
  return sendPlain(call, { location, venue })
}

function sendContact(call: Call): ApiMessage {
  const { args } = call
  if (!args.has('phone_number')) throw bad('Wrong phone number specified')
  return sendPlain(call, {
    contact: {
      phone_number: args.text('phone_number'),
      first_name: args.text('first_name'),
      ...(args.has('last_name') && { last_name: args.text('last_name') }),
    },
  })
}

function sendChatAction({ world, bot, args }: Call): true {
  const action = args.text('action').toLowerCase()
  if (!ACTIONS.includes(action)) throw bad('Wrong parameter action in request')
  const chat = world.chatFor(bot, args)
  if (chat.type === 'private' && chat.isBlocked) throw forbidden('bot was blocked by the user')
  chat.showAction(action)
  return true
}

function copyMessage(call: Call): { message_id: number } {
  const { world, bot, args } = call
  if (!args.has('from_chat_id')) throw bad('Parameter "from_chat_id" is required')
  const caption = args.has('caption') ? captionIn(args) : undefined
  const source = world.chatFor(bot, args, 'from_chat_id', { toWrite: false })
  const record = world.recordIn(source, args, 'message to copy')
  if (record.message.has_protected_content) throw bad("Message can't be copied") // wording not verified
  const chat = world.chatFor(bot, args)
  const markup = markupOf(call, chat)
  const content = contentOf(record.message, caption ? 'files' : 'all')
  delete content.media_group_id
  return { message_id: sendInto(call, chat, { ...content, ...caption?.() }, markup).message_id }
}

export const sendingMethods: Record<string, Method> = {
  sendmessage: sendMessage,
  sendphoto: sendFile('photo'),
  senddocument: sendFile('document'),
  sendlocation: call => sendPlain(call, { location: locationOf(call) }),
  sendvenue: sendVenue,
  sendcontact: sendContact,
  sendchataction: sendChatAction,
  copymessage: copyMessage,
}
