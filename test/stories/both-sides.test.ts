// SPDX-License-Identifier: AGPL-3.0-or-later
// One number serves citizens and staff: who you are decides, and whoever is both can switch.
import { expect } from 'vitest'
import { leaveAfterwards, mainStory } from '../support/story.ts'

leaveAfterwards()

mainStory(
  'the baker buys on the chat his shop works in, also from himself, and goes back and forth',
  async (inTown, channel) => {
    const { baker, anna, citizen } = await inTown()
    if (channel === 'telegram') {
      // There are two bots there: his shop's chat has no way to the shops, his own as a citizen none to his shop.
      await baker.says('aiuto')
      expect(baker.buttons()).not.toContain('Faccio la spesa')
      const marco = citizen('Marco')
      await marco.says('negozi')
      expect(marco.buttons()).not.toContain('Il mio negozio')
      return
    }
    await baker.says('faccio la spesa')
    expect(baker.sees()).toContain('Da quale negozio?')
    await baker.taps('Fiori di Campo', 'Mazzi')
    // While he chooses flowers an order comes in: its buttons lead to his side of the counter.
    await anna.ordersBread()
    expect(baker.sees()).toContain('Nuovo ordine')
    await baker.tap('Accetta')
    expect(baker.sees()).toContain('Accettato da Marco Rossi')
    expect(anna.sees()).toContain('accettato. Ti aspettiamo oggi')
    await baker.says('oggi')
    expect(baker.sees()).toContain('oggi, 1 ordine')
    await baker.says('faccio la spesa')
    await baker.tap('Il mio negozio')
    expect(baker.sees()).toContain('oggi, 1 ordine')

    // A poster says which side is meant, and he may be his own customer: the order comes to him as to any shop.
    await baker.ordersBread()
    expect(baker.heard().at(-2)).toMatch(/Ordine [A-Z]-\d{4} inviato/)
    expect(baker.sees()).toContain('Nuovo ordine')
    expect(baker.sees()).toContain('Marco Rossi, primo ordine da voi')
    await baker.tap('Accetta')
    const [shopSide, citizenSide] = baker
      .heard()
      .slice(-2)
      .sort((a, b) => a.indexOf('Ti aspettiamo') - b.indexOf('Ti aspettiamo'))
    expect(shopSide).toContain('Accettato da Marco Rossi')
    expect(citizenSide).toContain('accettato. Ti aspettiamo oggi')
  },
)

mainStory(
  'a stranger at the door of the shops is told what it is; by the link from the town hall one joins, and its code works once',
  async (inTown, channel) => {
    const { operator, baker, stranger, linkBefore } = await inTown()
    await operator.taps('Edicola della Stazione', 'Manda un invito')
    const [, link = '', code = ''] = /(https:\S+?=)(i-[\w-]+)/.exec(operator.sees()) ?? []
    expect(link).toBe(linkBefore('staff'))
    expect(link).toContain(channel === 'telegram' ? 't.me/' : 'wa.me/')
    const ugo = stranger('Ugo')
    if (channel === 'telegram') {
      await ugo.says('/start')
      expect(ugo.sees()).toContain("apri il link d'invito")
    } else {
      // Where one number serves everybody there is no wrong door, only one to which one has no key.
      await ugo.says('il mio negozio')
      expect(ugo.sees()).toContain("serve l'invito del comune. Intanto, ecco i negozi.")
    }
    await ugo.says(`/start ${code}`)
    expect(ugo.sees()).toContain('Edicola della Stazione')
    expect(operator.sees()).toContain('Ugo Rossi ora è in chat per Edicola della Stazione')
    const eva = stranger('Eva')
    await eva.says(`/start ${code}`)
    expect(eva.sees()).toContain('Questo invito è già stato usato.')
    await eva.says('/start i-AAAAAAAAAAAAAAAAAAAAAAAAAAA')
    expect(eva.sees()).toContain('Questo invito non è valido.')
    expect(baker.sees()).not.toContain('Edicola')
  },
)
