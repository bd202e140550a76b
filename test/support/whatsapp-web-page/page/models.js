// SPDX-License-Identifier: AGPL-3.0-or-later
// A stub of the WhatsApp Web page, first part: what its modules are made of. Classic scripts, one after another: what
// one declares the next one sees.
const config = Object.assign(
  {
    me: '15550001111@c.us',
    meLid: '900000000000001@lid',
    pushname: 'Spesa in Comune',
    syncDelayMs: 100,
    version: '2.3000.1099999999',
    drop: [],
    history: [],
    lids: {},
  },
  window.stubConfig,
)
const hex = bytes =>
  [...crypto.getRandomValues(new Uint8Array(bytes))]
    .map(byte => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()
const base64 = bytes => btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''))
const plain = value =>
  JSON.parse(JSON.stringify(value, (_key, inner) => (inner instanceof Uint8Array ? [...inner] : inner)))
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))
const seconds = () => Math.floor(Date.now() / 1000)

class Emitter {
  #handlers = new Map()
  on(names, handler) {
    for (const name of names.split(/\s+/)) this.#handlers.set(name, [...(this.#handlers.get(name) ?? []), handler])
    return this
  }
  off(name, handler) {
    const kept = (this.#handlers.get(name) ?? []).filter(each => each !== handler && each.original !== handler)
    this.#handlers.set(name, kept)
    return this
  }
  once(name, handler) {
    const wrapped = (...given) => {
      this.off(name, handler)
      handler(...given)
    }
    wrapped.original = handler
    return this.on(name, wrapped)
  }
  trigger(name, ...given) {
    for (const handler of this.#handlers.get(name) ?? []) handler(...given)
    return this
  }
  setProp(key, value) {
    const old = this[key]
    if (old === value) return
    this[key] = value
    this.trigger(`change:${key}`, this, value, old)
  }
}

class Wid {
  constructor(serialized) {
    const [user, server] = serialized.split('@')
    Object.assign(this, { user, server, _serialized: serialized })
  }
  isLid() {
    return this.server === 'lid'
  }
  isGroup() {
    return this.server === 'g.us'
  }
  isUser() {
    return this.server === 'c.us' || this.server === 'lid'
  }
  isStatus() {
    return this._serialized === 'status@broadcast'
  }
  toString() {
    return this._serialized
  }
  toJid() {
    return this._serialized
  }
}
const wid = given => {
  if (given instanceof Wid) return given
  const serialized = (typeof given === 'object' && given ? given._serialized : given) || ''
  if (!/^[^@\s]+@(c\.us|lid|g\.us|broadcast|newsletter|s\.whatsapp\.net)$/.test(serialized))
    throw new Error(`wid error: invalid wid ${serialized}`)
  return new Wid(serialized)
}

class MsgKey {
  constructor({ to, id, participant, selfDir, fromMe, remote }) {
    this.fromMe = fromMe ?? selfDir === 'out'
    this.remote = remote ?? to
    this.id = id
    if (participant) this.participant = participant
    this._serialized = [this.fromMe, this.remote._serialized, id, participant?._serialized]
      .filter(part => part !== undefined)
      .join('_')
  }
  toString() {
    return this._serialized
  }
  static newId() {
    return Promise.resolve(`3EB0${hex(9)}`)
  }
  static fromString(serialized) {
    const [fromMe, remote, id, participant] = serialized.split('_')
    return new MsgKey({
      fromMe: fromMe === 'true',
      remote: wid(remote),
      id,
      participant: participant && wid(participant),
    })
  }
}
const keyOf = key => (typeof key === 'string' ? key : (key?._serialized ?? String(key)))

class Model extends Emitter {
  constructor(attributes) {
    super()
    Object.assign(this, attributes)
  }
  serialize() {
    return plain({ ...this })
  }
}

class Collection extends Emitter {
  #models = new Map()
  get(key) {
    return this.#models.get(keyOf(key))
  }
  add(model) {
    this.#models.set(keyOf(model.id), model)
    this.trigger('add', model)
    return model
  }
  remove(key) {
    const model = this.get(key)
    this.#models.delete(keyOf(key))
    if (model) this.trigger('remove', model)
  }
  getModelsArray() {
    return [...this.#models.values()]
  }
  find(key) {
    return Promise.resolve(this.get(key) ?? this.make(wid(key)))
  }
  make() {
    return undefined
  }
}

class MsgModel extends Model {
  unsafe() {
    return this
  }
  canReply() {
    return true
  }
  msgContextInfo() {
    const quotedMsg = { type: this.type, body: this.body }
    return { quotedMsg, quotedStanzaID: this.id.id, quotedParticipant: this.from, quotedRemoteJid: this.id.remote }
  }
  get isEphemeral() {
    return false
  }
  async downloadMedia() {
    this.mediaData.mediaStage = 'RESOLVED'
  }
  updateAck(ack) {
    this.setProp('ack', ack)
    Msg.trigger('change:ack', this, ack)
  }
}

class MsgCollection extends Collection {
  modelClass = MsgModel
  async getMessagesById(ids) {
    return { messages: ids.map(id => this.get(id)).filter(Boolean) }
  }
}

class ChatModel extends Model {
  /** On the prototype: the library serializes what the model holds itself. */
  get msgs() {
    const mine = Msg.getModelsArray().filter(each => each.id.remote._serialized === this.id._serialized)
    return { getModelsArray: () => mine }
  }
}

class ChatCollection extends Collection {
  make(id) {
    const chat = { id, name: id.user, t: seconds(), unreadCount: 0, archive: false, pin: 0, mute: { expiration: 0 } }
    const group = { id, participants: [], announce: false, isLidAddressingMode: true }
    return this.add(
      new ChatModel({
        ...chat,
        formattedTitle: `+${id.user}`,
        ...(id.isGroup() && { groupMetadata: new Model(group) }),
      }),
    )
  }
}

class ContactCollection extends Collection {
  make(id) {
    const number = id.isLid() && phoneOf.get(id._serialized)
    return this.add(
      new Model({
        id,
        name: undefined,
        pushname: `User ${id.user.slice(-4)}`,
        isBusiness: false,
        isContactBlocked: false,
        phoneNumber: number ? wid(number) : undefined,
      }),
    )
  }
}

const phoneOf = new Map(Object.entries(config.lids))
const lidOf = new Map(Object.entries(config.lids).map(([lid, phone]) => [phone, lid]))
const Msg = new MsgCollection()
const Chat = new ChatCollection()
const Contact = new ContactCollection()
const Socket = new Model({ state: 'OPENING', stream: 'DISCONNECTED', hasSynced: false })
const Conn = new Model({
  ref: `2@${hex(16)}`,
  pushname: config.pushname,
  platform: 'android',
  battery: 100,
  plugged: true,
})
const Cmd = new Emitter()

/** Tells the server what the page did. */
const tell = (kind, data) => {
  const body = JSON.stringify({ kind, ...plain(data) })
  // What outlives the page may hold 64 KiB: a document is larger.
  void fetch('/stub/out', { method: 'POST', body, keepalive: body.length < 60_000 })
}

// What the page must not forget is written before it goes on: a browser that is killed a moment later knows it still.
const remembered = mode =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open('stub', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('session')
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('session', mode, { durability: 'strict' })
      resolve({ session: transaction.objectStore('session'), transaction })
    }
  })
const isPaired = async () => {
  const { session } = await remembered('readonly')
  const request = session.get('paired')
  return new Promise(resolve => (request.onsuccess = () => resolve(request.result === true)))
}
const setPaired = async paired => {
  const { session, transaction } = await remembered('readwrite')
  session.put(paired, 'paired')
  await new Promise(resolve => (transaction.oncomplete = resolve))
}
