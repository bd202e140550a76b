// SPDX-License-Identifier: AGPL-3.0-or-later
// Who works in a shop or for a town: the list, one person with a role, and how a role comes and goes.
import { z } from 'zod'
import { municipalityOf } from '../../engine/municipalities.ts'
import {
  type InvitationFor,
  openInvitations,
  prepareInvitation,
  revokeInvitation,
} from '../../engine/people/invitations.ts'
import { confirmRole, mayGiveRole, removeRole, type Worker, workerById, workersAt } from '../../engine/people/roles.ts'
import { shopById } from '../../engine/shops.ts'
import type { Work } from '../../engine/unit.ts'
import { isShopRole, type RoleKind, roleKinds } from '../../rules/role.ts'
import { join, type Markup } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'
import { lines, paragraphs, shortened } from '../shared/phrases.ts'
import { go, link, screen } from '../for-staff.ts'
import { type Scene, taking } from '../screen.ts'
import type { StaffState } from '../spots.ts'
import { choice, view } from '../view.ts'
import type { Go } from '../ways.ts'

type At = StaffState<'people'>

/** Those who work in a shop, or for a town itself, with the invitations that nobody has used yet. */
export const peopleScreen = screen('people', {
  async show(scene) {
    const { work, state, t, viewer } = scene
    const { municipalityId, shopId } = state
    const by = { personId: viewer.personId }
    const at = { shopId, municipalityId }
    const [workers, invitations, kinds, place] = await Promise.all([
      workersAt(work, by, at),
      openInvitations(work, by, at),
      kindsToGive(scene),
      placeName(scene),
    ])
    const own = workers.some(worker => worker.personId === viewer.personId)
    if (place === undefined || (!own && kinds.length === 0)) return go('home', {}, t.plain('refused-not-allowed'))
    return view(
      paragraphs(
        t('people-title', { place }),
        workers.length > 0 && join(workers.map(worker => workerLine(t, worker))),
        invitations.length > 0 &&
          join(
            invitations.map(each =>
              t('people-invited', { role: roleName(t, each.kind), until: t.until(each.expiresAt) }),
            ),
          ),
      ),
      ...workers.map(worker => link(shortened(worker.name, 30), 'worker', { roleId: worker.roleId })),
      ...kinds.map(kind => choice(t.plain('people-invite', { role: roleName(t, kind) }), 'invite', kind)),
      ...invitations.map(each => choice(t.plain('people-revoke', { role: roleName(t, each.kind) }), 'revoke', each.id)),
      shopId === undefined
        ? link(t.plain('back'), 'town', { municipalityId })
        : own
          ? link(t.plain('back'), 'today', { shopId })
          : link(t.plain('back'), 'town-shop', { municipalityId, shopId }),
    )
  },
  commits: {
    invite: taking(z.enum(roleKinds), (scene, kind) => {
      const { municipalityId, shopId } = scene.state
      if (!isShopRole(kind)) return invited(scene, { kind, municipalityId })
      return shopId === undefined ? go('people', scene.state) : invited(scene, { kind, municipalityId, shopId })
    }),
    revoke: taking(z.string(), async ({ work, state, t, viewer }, invitationId) => {
      const revoked = await revokeInvitation(work, invitationId, { personId: viewer.personId })
      return go('people', state, t.plain(revoked.ok ? 'people-revoked' : 'refused-invitation-used'))
    }),
  },
})

/** One person with one role, for those who may give and take it, and for the person. */
export const workerScreen = screen('worker', {
  async show({ work, state, t, viewer }) {
    const worker = await workerById(work, state.roleId, { personId: viewer.personId })
    if (!worker) return go('home', {}, t.plain('refused-not-allowed'))
    const { name, kind, frozenBecause } = worker
    const own = worker.personId === viewer.personId
    const role = roleName(t, kind)
    if (state.asking) {
      const question = own
        ? t('worker-ask-leave', { role, place: placeOf(worker) })
        : t('worker-ask-remove', { name, role })
      return view(
        question,
        choice(t.plain(own ? 'worker-yes-leave' : 'worker-yes-remove'), 'remove'),
        link(t.plain('worker-no'), 'worker', { roleId: state.roleId }),
      )
    }
    return view(
      lines(
        t('worker-title', { name, role, place: placeOf(worker) }),
        worker.grantedBy === null
          ? t('worker-since', { day: t.day(worker.since) })
          : t('worker-invited', { day: t.day(worker.since), by: worker.grantedBy }),
        worker.lastSeenAt !== null && !own && t('worker-seen', { day: t.day(worker.lastSeenAt) }),
        frozenBecause !== null && t(`worker-frozen-${frozenBecause}`),
      ),
      frozenBecause !== null && !own && choice(t.plain('worker-confirm'), 'confirm'),
      link(t.plain(own ? 'worker-leave' : 'worker-remove'), 'worker', { roleId: state.roleId, asking: true }),
      link(t.plain('back'), 'people', peopleOf(worker)),
    )
  },
  changes: {
    async confirm({ work, state, t, viewer }) {
      const confirmed = await confirmRole(work, state.roleId, { personId: viewer.personId })
      return go('worker', state, t.plain(confirmed.ok ? 'worker-confirmed' : 'refused-not-allowed'))
    },
  },
  commits: {
    async remove({ work, state, t, viewer }) {
      const removed = await removeRole(work, state.roleId, { personId: viewer.personId })
      if (!removed.ok) return go('worker', { roleId: state.roleId }, t.plain(`refused-${removed.reason}`))
      const own = removed.value.personId === viewer.personId
      if (own) return go('home', {}, t.plain('worker-left'))
      return go('people', peopleOf(removed.value), t.plain('worker-removed'))
    },
  },
})

/** Makes an invitation and shows its link, to be forwarded. */
async function invited(
  { work, t, viewer }: Scene<unknown, Work>,
  wanted: InvitationFor & { readonly municipalityId: string },
): Promise<Go> {
  const made = await prepareInvitation(work, { ...wanted, invitedBy: viewer.personId })
  if (!made.ok) return go('home', {}, t.plain(`refused-${made.reason}`))
  const { municipalityId, kind } = wanted
  const shopId = 'shopId' in wanted ? wanted.shopId : undefined
  return go('invitation', { municipalityId, shopId, kind, invitationId: made.value.invitationId })
}

async function kindsToGive({ work, state, viewer }: Scene<At>): Promise<RoleKind[]> {
  const kinds = roleKinds.filter(kind => isShopRole(kind) === (state.shopId !== undefined))
  const place = { municipalityId: state.municipalityId, shopId: state.shopId ?? null }
  const may = await Promise.all(kinds.map(kind => mayGiveRole(work, viewer.personId, { kind, ...place })))
  return kinds.filter((_, at) => may[at])
}

async function placeName({ work, state }: Scene<At>): Promise<string | undefined> {
  if (state.shopId === undefined) return (await municipalityOf(work, state.municipalityId))?.name
  return (await work.load(shopById, state.shopId))?.name
}

function placeOf({ shop, town }: Worker): string {
  return shop ?? town
}

function peopleOf({ municipalityId, shopId }: { municipalityId: string; shopId: string | null }): At {
  return { municipalityId, shopId: shopId ?? undefined }
}

function workerLine(t: Texts, { name, kind, frozenBecause }: Worker): Markup {
  return t(frozenBecause === null ? 'people-line' : 'people-line-frozen', { name, role: roleName(t, kind) })
}

/** What a role is called. */
function roleName(t: Texts, kind: RoleKind): string {
  return t.plain(`role-${kind}`)
}
