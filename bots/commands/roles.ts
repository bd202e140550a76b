// SPDX-License-Identifier: AGPL-3.0-or-later
import type { OpenInvitation } from '../../src/engine/people/invitations.ts'
import type { Worker } from '../../src/engine/people/roles.ts'
import { counted, inUnit, Refusal, runCommand, say, UsageError, withStore } from './command.ts'

const help = `Mostra chi può fare che cosa, e lo toglie subito.

  npm run roles -- list
  npm run roles -- remove ID
  npm run roles -- confirm ID
  npm run roles -- revoke ID
  npm run roles -- audit COMUNE

list mostra i ruoli e gli inviti ancora aperti, ognuno con il suo ID. remove toglie un ruolo, confirm
conferma un ruolo sospeso, revoke ritira un invito: vale subito, anche per chi ha già la chat aperta.
audit scrive in CSV il registro del comune con quello slug: chi ha fatto che cosa, e quando.`

/** Some years of a town's acts. */
const mostActs = 1_000_000

await runCommand({
  name: 'roles',
  help,
  takes: 'words',
  async run({ words: [verb, wanted], config }) {
    const engine = await import('../../src/engine/people/roles.ts')
    const { openInvitations, revokeInvitation } = await import('../../src/engine/people/invitations.ts')
    if (verb === 'list' ? wanted !== undefined : wanted === undefined)
      throw new UsageError(verb === 'list' ? 'list non vuole altro' : 'manca l’ID, o il comune')
    return withStore<0>(config(), store =>
      inUnit(store, async work => {
        const [workers, invitations] = await Promise.all([
          engine.workersAt(work, 'command-line'),
          openInvitations(work, 'command-line'),
        ])
        const role = (): string =>
          named(
            workers.map(each => each.roleId),
            wanted ?? '',
            'un ruolo',
          )
        switch (verb) {
          case 'list':
            for (const worker of workers) say(workerLine(worker))
            for (const invitation of invitations) say(invitationLine(invitation))
            say(
              `${counted(workers.length, 'ruolo', 'ruoli')}, ${counted(invitations.length, 'invito aperto', 'inviti aperti')}.`,
            )
            return 0
          case 'remove':
            return told(await engine.removeRole(work, role(), 'command-line'), 'Ruolo tolto.')
          case 'confirm':
            return told(await engine.confirmRole(work, role(), 'command-line'), 'Ruolo confermato.')
          case 'revoke': {
            const id = named(
              invitations.map(each => each.id),
              wanted ?? '',
              'un invito aperto',
            )
            return told(await revokeInvitation(work, id, 'command-line'), 'Invito ritirato.')
          }
          case 'audit': {
            const [{ actsOfTown }, { auditCsv }, { municipalityBySlug }] = await Promise.all([
              import('../../src/engine/audit.ts'),
              import('../../src/engine/audit-csv.ts'),
              import('../../src/engine/municipalities.ts'),
            ])
            const town = await municipalityBySlug(work, wanted ?? '')
            if (!town) throw new Refusal(`Il comune «${wanted}» non c'è.`)
            const acts = await actsOfTown(work, town.id, 'command-line', { most: mostActs })
            process.stdout.write(auditCsv(acts))
            return 0
          }
          default:
            throw new UsageError('serve list, remove, confirm, revoke o audit')
        }
      }),
    )
  },
})

/** The whole id that ends in what was typed: `list` shows its end. */
function named(ids: readonly string[], end: string, what: string): string {
  const [id, another] = ids.filter(each => each.endsWith(end.toLowerCase()))
  if (id === undefined || another !== undefined) throw new Refusal(`Non c’è ${what} con l’ID ${end}.`)
  return id
}

function told(outcome: { readonly ok: boolean }, words: string): 0 {
  if (!outcome.ok) throw new Refusal('Non si può: intanto è cambiato qualcosa. Guardate npm run roles -- list.')
  say(words)
  return 0
}

function shortId(id: string): string {
  return id.slice(-12)
}

function workerLine({ roleId, kind, townSlug, shopSlug, name, since, frozenBecause }: Worker): string {
  const frozen = frozenBecause === null ? [] : ['sospeso']
  return [shortId(roleId), kind.padEnd(9), shopSlug ?? townSlug, name, dayOf(since), ...frozen].join('  ')
}

function invitationLine({ id, kind, town, shop, expiresAt }: OpenInvitation): string {
  return [shortId(id), kind.padEnd(9), shop ?? town, `invito aperto fino al ${dayOf(expiresAt)}`].join('  ')
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}
