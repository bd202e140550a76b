// SPDX-License-Identifier: AGPL-3.0-or-later
// A photo that a shopkeeper sends with a product's name below it becomes the product's photo. It is fetched between two
// units; what comes back is kept only if the product is still there.
import type { Input } from '../../channel.ts'
import { askErrand, takeFile } from '../../engine/errands.ts'
import { setProductPhoto } from '../../engine/product-photos.ts'
import type { Work } from '../../engine/unit.ts'
import { go } from '../for-staff.ts'
import { type Heard, type Scene, waiting } from '../screen.ts'
import type { StaffState } from '../spots.ts'
import { shopOfKeeper } from './shop-of-keeper.ts'

type Today = StaffState<'today'>

/** What a photo, or what came of fetching it, leads to; undefined for anything else. */
export async function productPhotoSent(scene: Scene<Today, Work>, input: Input): Promise<Heard<Today>> {
  const { work, state, t, viewer } = scene
  if (input.kind === 'errand-failed' && input.errand === 'fetch') return go('today', state, t.plain('file-failed'))
  const isPhoto = input.kind === 'photo' || (input.kind === 'file' && input.as === 'photo')
  const shop = isPhoto ? await shopOfKeeper(scene, state.shopId) : undefined
  if (!isPhoto || !shop) return undefined
  const name = input.caption.trim()
  if (name === '') return go('today', state, t.plain('photo-name-missing'))
  if (input.kind === 'photo') {
    const chat = { id: viewer.chatId, account: viewer.account.name }
    askErrand(work, chat, { kind: 'fetch', as: 'photo', fileId: input.fileId, caption: name })
    return waiting
  }
  const file = await takeFile(work, viewer.chatId, input.fileId)
  if (!file) return go('today', state, t.plain('file-failed'))
  const kept = await setProductPhoto(work, { shopId: shop.id, name, bytes: file.bytes, by: viewer.personId })
  return go(
    'today',
    state,
    kept.ok ? t.plain('photo-kept', { name: kept.value.name }) : t.plain('photo-product-unknown', { name }),
  )
}
