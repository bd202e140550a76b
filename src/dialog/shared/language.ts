// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { languages, texts } from '../../text/text.ts'
import { go, screen } from '../for-both.ts'
import { taking } from '../screen.ts'
import { choice, view } from '../view.ts'

/** Which language: each named in itself. */
export const languageScreen = screen('language', {
  show({ t, viewer, work }) {
    return Promise.resolve(
      view(
        t('language-choose'),
        languages.map(each => choice(texts(each, viewer.timezone, work.now).plain('language-name'), 'choose', each)),
      ),
    )
  },
  views: { choose: taking(z.string(), (_, language) => ({ ...go('home'), changes: { language } })) },
})
