// SPDX-License-Identifier: AGPL-3.0-or-later
// A stub of the WhatsApp Web page, second part: the modules that whatsapp-web.js 1.34.7 asks for, by their names.
class OpaqueData {
  static async createFromData(blob, mimetype) {
    return Object.assign(new OpaqueData(), { blob, mimetype })
  }
  url() {
    return 'blob:stub'
  }
  formData() {
    return this.blob
  }
  autorelease() {}
}
const mediaKeys = [
  'type',
  'mimetype',
  'filehash',
  'size',
  'filename',
  'directPath',
  'mediaKey',
  'encFilehash',
  'base64',
]
/** Its methods must sit on the prototype: the library spreads the instance into the message. */
class MediaData extends Model {
  set(given) {
    return Object.assign(this, given)
  }
  toJSON() {
    return Object.fromEntries(mediaKeys.map(key => [key, this[key]]))
  }
}
const bytesOf = async blob => new Uint8Array(await blob.arrayBuffer())
const sha = async blob => base64(new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())))
const mediaStore = new Map()
const links = text => [...String(text ?? '').matchAll(/https?:\/\/\S+/g)].map(match => ({ href: match[0] }))
const newQr = () => Conn.setProp('ref', `2@${hex(16)}`)
const me = () => wid(config.me)

const kindOfMedia = (mimetype, { asSticker, asDocument, isPtt }) => {
  const kind = mimetype.split('/')[0]
  if (asSticker) return 'sticker'
  if (asDocument) return 'document'
  if (isPtt) return 'ptt'
  return ['image', 'video', 'audio'].includes(kind) ? kind : 'document'
}
const prepRawMedia = (opaque, options) => ({
  async waitForPrep() {
    const { blob, mimetype } = opaque
    const type = kindOfMedia(mimetype, options)
    const known = { type, mimetype, filehash: await sha(blob), mediaBlob: opaque, size: blob.size, filename: blob.name }
    return Object.assign(new MediaData(known), { preview: 'STUBPREVIEW', base64: base64(await bytesOf(blob)) })
  },
})

const sends = { failNext: undefined, held: undefined }
const addAndSendMsgToChat = (chat, message) => {
  if (sends.failNext !== undefined) {
    const why = sends.failNext
    sends.failNext = undefined
    return [Promise.reject(new Error(why)), Promise.resolve({})]
  }
  const model = new MsgModel(message)
  const accepted = (async () => {
    await sends.held?.promise
    Msg.add(model)
    tell('message', { ...message, pairs: undefined, mediaBase64: message.base64 })
    await sleep(5)
    model.updateAck(1)
    return { messageSendResult: 'OK' }
  })()
  return [Promise.resolve(model), accepted]
}

const chatStates = ['Composing', 'Recording', 'Paused'].map(state => [
  `sendChatState${state}`,
  async chat => tell('chatstate', { chat: chat._serialized, state: state.toLowerCase() }),
])
const mediaEntry = ({ mediaObject }) => ({
  mmsUrl: 'https://mmg.invalid/x',
  directPath: `/v/${mediaObject.filehash}`,
  mediaKey: 'k',
  mediaKeyTimestamp: seconds(),
  encFilehash: 'e',
})
const lookUp = (map, key) => (map.has(keyOf(key)) ? wid(map.get(keyOf(key))) : null)

const modules = {
  // Start-up and pairing
  WAWebSocketModel: { Socket },
  WAWebConnModel: { Conn },
  WAWebCmd: { Cmd: Object.assign(Cmd, { refreshQR: newQr }) },
  WAWebOfflineHandler: { OfflineMessageHandler: { getOfflineDeliveryProgress: () => 100 } },
  WAWebAltDeviceLinkingApi: {
    setPairingType() {},
    async initializeAltDeviceLinking() {},
    async initializeQRLinking() {},
    startAltLinkingFlow: async phone => `CODE${phone.slice(-4)}`,
  },
  WAWebLaunchSocketUtils: { refreshQR: newQr },
  WABase64: { encodeB64: base64 },
  WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: 1 },
  WAWebAdvSignatureApi: {},
  WAWebUserPrefsInfoStore: {
    waNoiseInfo: { get: async () => ({ staticKeyPair: { pubKey: new Uint8Array(32).fill(1) } }) },
  },
  WAWebSignalStoreApi: {
    waSignalStore: { getRegistrationInfo: async () => ({ identityKeyPair: { pubKey: new Uint8Array(32).fill(2) } }) },
  },
  WAWebUserPrefsMultiDevice: { getADVSecretKey: () => 'U1RVQg==' },
  WAWebUserPrefsMeUser: { getMaybeMePnUser: me, getMaybeMeLidUser: () => wid(config.meLid) },
  WAWebMiscBrowserUtils: { info: () => ({ os: 'Linux', name: 'Chrome' }) },
  // What the library listens to
  WAWebCollections: {
    Msg,
    Chat,
    Contact,
    GroupMetadata: Object.assign(new Collection(), { update: async () => {} }),
    WAWebNewsletterCollection: new Collection(),
    Blocklist: new Collection(),
    BusinessProfile: Object.assign(new Collection(), { find: async () => ({}) }),
  },
  WAWebSyncGatingUtils: { isPlaceholderMessageResendEnabled: () => false },
  WAWebCallCollection: Object.assign(new Emitter(), { calls: new Map() }),
  WAWebAddonReactionTableMode: { reactionTableMode: { bulkUpsert: async () => {} } },
  WAWebAddonPollVoteTableMode: { pollVoteTableMode: { bulkUpsert: async () => {} } },
  WAWebNonMessageDataRequestPlaceholderMessageResendUtils: { handlePlaceholderMsgsSeen() {} },
  WAWebBackendJobsCommon: { mediaTypeFromProtobuf: () => null },
  WAWebE2EProtoUtils: { typeAttributeFromProtobuf: () => 'text' },
  WAWebChatLoadMessages: { loadEarlierMsgs: async () => [] },
  // Ids
  WAWebWidFactory: { createWid: wid, createWidFromWidLike: wid, asUserWidOrThrow: wid },
  WAWebMsgKey: MsgKey,
  WAWebApiContact: {
    getCurrentLid: phone => lookUp(lidOf, phone),
    getPhoneNumber: lid => lookUp(phoneOf, lid),
    getAlternateUserWid: () => null,
  },
  WAWebLidMigrationUtils: { toPn: lid => lookUp(phoneOf, lid) },
  WAWebQueryExistsJob: { queryWidExists: async id => (id.user.startsWith('999') ? null : { wid: id }) },
  // Sending
  WAWebChatGetters: {
    getIsNewsletter: chat => chat.id.server === 'newsletter',
    getIsBroadcast: chat => chat.id.server === 'broadcast',
  },
  WAWebFindChatAction: {
    // Numbers that begin with 999 have no WhatsApp.
    findOrCreateLatestChat: async id => ({ chat: id.user.startsWith('999') ? undefined : await Chat.find(id) }),
  },
  WAWebStreamModel: { Stream: { markAvailable() {}, markUnavailable() {} } },
  WAWebUpdateUnreadChatAction: {
    async sendSeen({ chat }) {
      const ids = chat.msgs.getModelsArray().map(each => each.id.id)
      chat.setProp('unreadCount', 0)
      tell('seen', { chat: chat.id._serialized, ids })
    },
  },
  WALinkify: { findLink: text => links(text)[0], findLinks: links },
  WAWebLinkPreviewChatAction: { getLinkPreview: async () => null },
  WAWebGetEphemeralFieldsMsgActionsUtils: { getEphemeralFields: () => ({}) },
  WAWebMsgReply: { canReplyMsg: () => true },
  WAWebQuotedMsgModelUtils: {
    getQuotedMsgObj: message => Msg.getModelsArray().find(each => each.id.id === message.quotedStanzaID),
  },
  WAWebSendMsgChatAction: { addAndSendMsgToChat },
  WAWebChatStateBridge: Object.fromEntries(chatStates),
  // Media
  WAWebMediaOpaqueData: OpaqueData,
  WAWebPrepRawMedia: { prepRawMedia },
  WAWebMediaStorage: {
    getOrCreateMediaObject: filehash => ({ filehash, type: 'image', size: 0, contentInfo: {}, consolidate() {} }),
  },
  WAWebMmsMediaTypes: { msgToMediaType: ({ type }) => type, castToV4: type => type },
  WAWebMediaDataUtils: { shouldUseMediaCache: () => false },
  WAWebMediaInMemoryBlobCache: { InMemoryMediaBlobCache: { put() {} } },
  WAWebMediaMmsV4Upload: { uploadMedia: async given => ({ mediaEntry: mediaEntry(given) }) },
  WAWebDownloadManager: {
    downloadManager: {
      async downloadAndMaybeDecrypt({ directPath, signal, ...keys }) {
        for (const key of ['encFilehash', 'filehash', 'mediaKey', 'type'])
          if (keys[key] === undefined) throw new Error(`${key} is missing`)
        signal.throwIfAborted()
        if (!mediaStore.has(directPath)) throw Object.assign(new Error('gone'), { status: 404 })
        return mediaStore.get(directPath)
      },
    },
  },
  // People
  WAWebContactGetters: {
    getIsMe: contact => contact.id._serialized === config.me,
    getIsUser: () => true,
    getIsGroup: contact => contact.id.isGroup(),
    getIsWAContact: () => true,
    getUserid: contact => contact.id.user,
    getVerifiedName: () => null,
    getVerifiedLevel: () => 0,
    getStatusMute: () => false,
    getName: contact => contact.name,
    getShortName: contact => contact.name,
    getPushname: contact => contact.pushname,
    getIsEnterprise: () => false,
  },
  WAWebFrontendContactGetters: { getIsMyContact: () => false },
}
// WhatsApp renames its modules without notice.
for (const name of config.drop) delete modules[name]
window.require = name => {
  if (!(name in modules)) throw new Error(`Requiring unknown module "${name}"`)
  return modules[name]
}
