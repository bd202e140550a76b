// SPDX-License-Identifier: AGPL-3.0-or-later
// Who works in a shop and for the town: invited, listed, taken away and given up, from a telephone.
import { expect } from 'vitest'
import type { Person } from '../support/person.ts'
import { leaveAfterwards, story } from '../support/story.ts'

leaveAfterwards()

/** The code of an invitation that somebody sees. */
function codeIn(person: Person): string {
  const [code] = /i-[\w-]{27}/.exec(person.sees()) ?? []
  if (code === undefined) throw new Error(person.sees())
  return code
}

story(
  'the baker invites an assistant, who works until the baker says otherwise: at once, open cards included',
  async inTown => {
    const { anna, baker, stranger } = await inTown()
    await baker.says('oggi')
    await baker.taps('Chi lavora qui', 'Invita: aiutante')
    const luca = stranger('Luca')
    await luca.says(codeIn(baker))
    expect(luca.sees()).toContain('nessun ordine')
    expect(baker.sees()).toContain('Luca Rossi ora è in chat per Forno Rossi, come aiutante')
    await anna.ordersBread()
    expect(luca.sees()).toContain('Nuovo ordine')
    const card = luca.last()

    await baker.says('oggi')
    await baker.taps('Chi lavora qui', 'Luca Rossi', 'Togli il ruolo')
    expect(baker.sees()).toContain('Vale subito')
    await baker.tap('Sì, togli')
    expect(baker.sees()).not.toContain('Luca')
    expect(luca.sees()).toContain('Il tuo ruolo per Forno Rossi è finito')
    await luca.presses(card, 'Accetta')
    expect(anna.sees()).toContain('inviato')
    expect(luca.sees()).not.toContain('Anna')
  },
)

story('an assistant invites nobody, and can give the role up', async inTown => {
  const { baker, stranger } = await inTown()
  await baker.says('oggi')
  await baker.taps('Chi lavora qui', 'Invita: aiutante')
  const luca = stranger('Luca')
  await luca.says(codeIn(baker))
  await luca.tap('Chi lavora qui')
  expect(luca.buttons().filter(label => label.startsWith('Invita'))).toEqual([])
  await luca.taps('Luca Rossi', 'Lascia il ruolo')
  await luca.tap('Sì, lascia')
  expect(baker.sees()).toContain('Luca Rossi non è più aiutante di Forno Rossi')
})

story('an invitation taken back lets nobody in', async inTown => {
  const { baker, stranger } = await inTown()
  await baker.says('oggi')
  await baker.taps('Chi lavora qui', 'Invita: aiutante')
  const code = codeIn(baker)
  await baker.tap('Indietro')
  await baker.tap('Ritira: aiutante')
  const luca = stranger('Luca')
  await luca.says(code)
  expect(luca.heard().join('\n')).toContain('Questo invito è stato ritirato')
})

story('the town hall reads who did what, and lets a colleague read only', async inTown => {
  const { anna, baker, operator, stranger } = await inTown()
  await anna.ordersBread()
  await baker.tap('Accetta')
  await operator.says('/inizio')
  await operator.tap('Registro')
  expect(operator.sees()).toMatch(/Marco Rossi: ha accettato un ordine \([A-Z]-\d{4}\)/)
  await operator.tap('Scarica il registro')
  const [record] = operator.phone.documents()
  expect(record?.name).toBe('registro.csv')
  expect(Buffer.from(record?.bytes ?? []).toString()).toContain('Marco Rossi,order-accept,order:')
  await operator.says('/inizio')
  await operator.tap('Registro')
  expect(operator.sees()).toContain('ha esportato il registro')
  await operator.says('/inizio')
  await operator.taps('Chi lavora qui', 'Invita: in lettura')
  const vera = stranger('Vera')
  await vera.says(codeIn(operator))
  expect(vera.sees()).toContain('Comune di Borgo Sereno')
  expect(vera.buttons()).not.toContain('Registro')
  await vera.tap(vera.buttonWith('Macelleria Colombo'))
  expect(await vera.tap('Manda un invito')).toContain('solo per chi tiene il negozio')
})

story('a shopkeeper who has not written for ninety days is suspended, and the town hall confirms', async inTown => {
  const { baker, operator, later } = await inTown()
  for (let days = 0; days <= 90; days += 30) {
    await later(30 * 24 * 60)
    await operator.says('/inizio')
  }
  expect(operator.heard().join('\n')).toContain('non scrive da novanta giorni')
  await baker.says('oggi')
  expect(baker.sees()).toContain('Il tuo ruolo è sospeso')
  await operator.says('/inizio')
  await operator.taps(operator.buttonWith('Forno Rossi'), 'Chi lavora qui', 'Marco Rossi', 'Conferma il ruolo')
  expect(baker.sees()).toContain('è confermato')
  await baker.says('oggi')
  expect(baker.sees()).toContain('Forno Rossi')
})
