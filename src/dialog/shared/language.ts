// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { languages, texts } from '../../text/text.ts'
import { choice, go, screen, view } from '../screen.ts'

/** Which language: each named in itself. */
export const languageScreen = screen({
  name: 'language',
  state: z.object({}),
  show({ t, viewer, work }) {
    return Promise.resolve(
      view(
        t('language-choose'),
        languages.map(each => choice(texts(each, viewer.timezone, work.now).plain('language-name'), 'choose', each)),
      ),
    )
  },
  on: { choose: (_, language) => ({ ...go('home'), changes: { language: String(language) } }) },
})
