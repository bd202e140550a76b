// SPDX-License-Identifier: AGPL-3.0-or-later
// A stub of the WhatsApp Web page, last part: the server's hand on it, which plays the telephone and the network.
const restore = async from => {
  // What came while the page was away is there before it is ready, and is not new to it.
  for (const message of config.history) await put(message, { isNewMsg: false })
  Socket.setProp('state', from)
  Socket.setProp('state', 'CONNECTED')
  Cmd.trigger('offline_progress_update_from_bridge')
  await sleep(config.syncDelayMs)
  Socket.setProp('hasSynced', true)
}

/** A message comes to be in the page. */
const put = async (given, { isNewMsg }) => {
  const { chat: chatId, from: fromId, id, fromMe, unread, ...content } = given
  const { mediaBase64, filename, mimetype, caption, size, mediaStage, ...rest } = content
  const remote = wid(chatId ?? fromId)
  const from = wid(fromId)
  const chat = await Chat.find(remote)
  const directPath = mediaBase64 === undefined ? undefined : `/in/${id}`
  const bytes = Uint8Array.from(atob(mediaBase64 ?? ''), sign => sign.charCodeAt(0))
  if (directPath) mediaStore.set(directPath, bytes.buffer)
  // As large as the sender says.
  const keys = { directPath, filehash: `f${id}`, encFilehash: `e${id}`, mediaKey: 'k', size: size ?? bytes.length }
  const model = new MsgModel({
    id: new MsgKey({ fromMe: fromMe === true, remote, id, participant: remote.isGroup() ? from : undefined }),
    type: 'chat',
    t: seconds(),
    ack: 1,
    to: me(),
    isNewMsg,
    ...rest,
    ...(directPath && { ...keys, mimetype, caption, filename, mediaData: { mediaStage: mediaStage ?? 'INIT' } }),
    from: fromMe ? me() : remote,
    ...(remote.isGroup() && { author: from }),
  })
  if (!fromMe && unread !== false) chat.setProp('unreadCount', chat.unreadCount + 1)
  Msg.add(model)
  return model.id._serialized
}

let deaf = false
const hand = {
  async scan() {
    await setPaired(true)
    await restore('PAIRING')
  },
  newQr,
  receive: message => put(message, { isNewMsg: !deaf }),
  /** Messages arrive, and nothing says so. */
  deafen() {
    deaf = true
  },
  mapLid(lid, phone) {
    phoneOf.set(lid, phone)
    lidOf.set(phone, lid)
  },
  failNextSend(why) {
    sends.failNext = why
  },
  holdSends() {
    sends.held = Promise.withResolvers()
  },
  releaseSends() {
    sends.held?.resolve()
    sends.held = undefined
  },
  /** What lay on WhatsApp's servers is gone. */
  loseFiles() {
    mediaStore.clear()
  },
  ack: (id, ack) => Msg.get(id).updateAck(ack),
  /** What could not be read becomes readable, or not. */
  becomes(id, type, body) {
    const message = Msg.get(id)
    message.body = body
    message.type = type
    message.trigger('change:type', message)
    Msg.trigger('change:type', message)
  },
  async react(messageId, sender, text) {
    const reaction = {
      id: new MsgKey({ fromMe: false, remote: wid(sender), id: hex(10) }),
      from: wid(sender),
      reactionParentKey: MsgKey.fromString(messageId),
      reactionText: text,
      reactionTimestamp: Date.now(),
    }
    await modules.WAWebAddonReactionTableMode.reactionTableMode.bulkUpsert([reaction])
  },
  state(state) {
    Socket.setProp('state', state)
  },
  async logout() {
    await setPaired(false)
    Cmd.trigger('logout')
    // The answer goes first.
    setTimeout(() => (location.href = '/?post_logout=1'), 50)
  },
  reload() {
    setTimeout(() => location.reload(), 50)
  },
}
// The library takes the page for loaded once it sees this.
window.Debug = { VERSION: config.version }

new EventSource('/stub/commands').onmessage = async event => {
  const { call, verb, given } = JSON.parse(event.data)
  const answer = await (async () => hand[verb](...given))().then(
    value => ({ call, ok: true, value }),
    error => ({ call, ok: false, error: String(error) }),
  )
  void fetch('/stub/answer', { method: 'POST', body: JSON.stringify(answer), keepalive: true })
}

// Like the real page: paired before, or a QR code.
setTimeout(async () => {
  if (await isPaired()) await restore('OPENING')
  else Socket.setProp('state', 'UNPAIRED')
}, 20)
