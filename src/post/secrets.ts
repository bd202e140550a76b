// SPDX-License-Identifier: AGPL-3.0-or-later
// Tokens and codes that a message shows. A row holds a mark and of whom the secret is; the secret is made when the
// message is sent, and the database keeps its fingerprint. So there is no key to keep or to share between processes, and
// neither the database nor the whole data directory gives a secret away. A message that is sent once more, because its
// process died or nobody knew whether it had arrived, carries a new secret, and the earlier one opens nothing.
import { type SecretOf, secretMark, type View } from '../channel.ts'
import type { Claimed } from '../db/statements/delivery.ts'
import type { Store } from '../db/store.ts'
import { issueInvitation } from '../engine/people/invitations.ts'
import { showLinkCode } from '../engine/people/linking.ts'
import type { Work } from '../engine/unit.ts'
import type { Chance, Clock } from '../system.ts'
import type { Markup } from '../text/markup.ts'
import { languageFor, texts } from '../text/text.ts'

export interface Secrets {
  /** The view as it is sent. */
  putInto(message: Pick<Claimed, 'view' | 'language'>): Promise<View>
}

type Issuing = Pick<Work, 'db' | 'now' | 'newToken' | 'below'>

const issue: Readonly<Record<SecretOf['of'], (work: Issuing, id: string) => Promise<string | undefined>>> = {
  invitation: issueInvitation,
  'link-code': showLinkCode,
}

/** Makes secrets in transactions of their own. */
export function openSecrets(store: Store, clock: Clock, chance: Chance): Secrets {
  return {
    async putInto({ view, language }) {
      const { secret, ...rest } = view
      if (!secret) return view
      const now = clock.now()
      const made = await store.transact(({ db }) =>
        issue[secret.of]({ db, now, newToken: () => chance.token(), below: limit => chance.below(limit) }, secret.id),
      )
      // What it was for is used or gone: the message says so and leads on.
      if (made === undefined)
        return { ...rest, text: texts(languageFor(language), 'Europe/Rome', now)('refused-invitation-expired') }
      return { ...rest, text: rest.text.replaceAll(secretMark, () => made) as Markup }
    },
  }
}
