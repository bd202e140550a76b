### Le parole che leggono tutti. Si dà del tu, si scrive breve, si resta cordiali.
### Nei testi <b>…</b>, <i>…</i> e <a href="…">…</a> sono gli unici segni; «&» si scrive &amp;.

language-name = Italiano
language-choose = In che lingua parliamo?

## Parole che valgono ovunque, separate da virgola

words-home = negozi, menu, menù, inizio, home, casa, banco, ciao, salve, buongiorno, buonasera
words-help = aiuto, help, assistenza, come funziona
words-orders = ordini, i miei ordini, ordine, annulla, annullare, disdici
words-bag = busta, la mia busta, carrello, borsa
words-language = lingua, language, english, italiano
words-stop = stop, basta, cancellami, disiscrivimi
words-today = oggi
words-counter = il mio negozio, la mia bottega, il mio banco, il mio lavoro, esercente
words-shopping = fare la spesa, faccio la spesa, faccio spesa, voglio fare la spesa
words-link = collega, collegare, collega whatsapp, collega telegram, collega chat
words-yes = sì, sì grazie, sì certo, certo, certamente, va bene, d'accordo, ok, okay, volentieri, chiedilo
words-no = no, no grazie, niente, lascia stare, lascia perdere, non importa, nessuno

command-negozi = I negozi del paese
command-busta = La mia busta
command-ordini = I miei ordini
command-aiuto = Come funziona
command-lingua = Cambia lingua
command-oggi = Gli ordini di oggi
command-inizio = La pagina iniziale

## Giorni, quantità, prezzi

day-today = oggi
day-tomorrow = domani
amount-pieces = { $count ->
    [one] { $count } pezzo
   *[other] { $count } pezzi
}
amount-grams = { $grams } g
amount-kilos = { $kilos } kg
# Senza il segno invisibile Telegram farebbe di «/kg» un comando.
price-per-kilo = { $price }/{"\u2060"}kg
line-name = { $name }, { $amount }
line-priced = { $what } · { $price }
line-note = <i>«{ $note }»</i>
line-struck = { $what } · non c'è
line-asked-open = { $what } · prezzo da chiedere
line-asked-counter = { $what } · prezzo al banco
line-asked-shop = <b>{ $what }</b> (non in catalogo: prezzo?)
line-changed = { $before } → <b>{ $amount } · { $price }</b>
line-repriced = { $before } → <b>{ $price }</b>
line-without = { $before } → <b>non c'è</b>
own-words = «{ $said }»
list-or = { $first } o { $last }

when-at = { $day } alle { $time }
by-time = entro le { $time }
by-day = entro { $day } alle { $time }
when-between = { $day }, quando vuoi dalle { $from } alle { $to }
when-until = { $day }, quando vuoi fino alle { $to }
when-shipped = { $days ->
    [one] arriva in un giorno lavorativo
   *[other] arriva in { $days } giorni lavorativi
}

total = Totale { $price }
total-estimated = Totale stimato { $price }: il peso esatto si vede al banco.
total-open = Totale stimato { $price }, senza { $what }: quel prezzo lo dice il negozio.
total-offered = Nuovo totale <b>{ $price }</b> (prima { $before }).

handover-pickup = Ritiro { $when } · { $shop }, { $address }
handover-delivery = Consegna { $when } · { $address }
handover-shipment = Spedizione, { $when } · { $address }

pay-pickup = Paghi in negozio, { $ways }.
pay-delivery = Paghi alla consegna, { $ways }.
pay-shipment = Ti scrive il negozio per il pagamento.
payment-cash = contanti
payment-card = carta
payment-voucher = buono spesa

## Il paese e i negozi

more-shops = Altri negozi…
help = Aiuto
more = Altri…
back = Indietro
later = più tardi

shop-open = aperto fino alle { $until }
shop-opens = apre { $at }
shop-closed = chiuso
shop-paused = in pausa fino a { $until }

allergens = Allergeni: { $list }.

allergen-gluten = glutine
allergen-crustaceans = crostacei
allergen-eggs = uova
allergen-fish = pesce
allergen-peanuts = arachidi
allergen-soybeans = soia
allergen-milk = latte
allergen-nuts = frutta a guscio
allergen-celery = sedano
allergen-mustard = senape
allergen-sesame = sesamo
allergen-sulphites = solfiti
allergen-lupin = lupini
allergen-molluscs = molluschi

## Elenchi

list-and-more = { $list } e altro ({ $count })
list-item = { $name } { $amount }

## Lo stato di un ordine

state-placed = da accettare
state-proposed = in attesa di conferma
state-accepted = accettato
state-ready = pronto
state-fulfilled = consegnato
state-declined = rifiutato
state-cancelled = annullato
state-expired = scaduto
state-missed = non ritirato

## Aiuto, e quando non va come si vorrebbe

change-language = Lingua / Language
database-away = Un attimo di pazienza: da noi c'è un intoppo. Quello che hai scritto non si perde, ti rispondo appena possibile.
flooded = Mi scrivi più in fretta di quanto riesca a leggere: quello che arriva adesso non lo leggo. Aspetta dieci secondi e riscrivimi, per favore.
read-in-part = È un messaggio molto lungo e ne ho letto solo la prima parte: quello che manca scrivilo in un altro messaggio.
choose-again = Scegli una di queste:
button-old = Questo pulsante è di una schermata vecchia: ecco quella di adesso.
done-already = Già fatto.

refused-shop-gone = Questo negozio ora non c'è.
refused-shop-paused = Il negozio è in pausa: riprova più tardi.
refused-bag-empty = La busta è vuota.
refused-slot-full = Quell'orario si è appena riempito.
refused-slot-gone = Quell'orario non è più libero.
refused-product-gone = Questo prodotto ora non c'è più.
refused-product-stock = Non ne resta abbastanza.
refused-quantity-changed = Una quantità non va più bene: controlla la busta.
refused-quantity-too-small = È meno di quanto si vende.
refused-quantity-too-large = È più di quanto si può ordinare qui.
refused-quantity-step = In questa misura non si vende: scegline un'altra.
refused-quantity-unit = Si vende in un altro modo: scegli qui quanto.
refused-fulfillment-unknown = Il negozio non lo fa più in questo modo: scegli di nuovo.
refused-address-missing = Manca qualcosa: scrivi via, numero e CAP.
refused-address-too-far = Fin lì il negozio non arriva: scrivi un altro indirizzo, con il CAP.
refused-delivery-minimum = Per la consegna serve ancora qualcosa nella busta.
refused-own-words-no = Il negozio prende ordini solo di quello che ha in elenco: togli il resto dalla busta.
refused-own-words-alone = Aggiungi qualcosa dal banco: da solo non si può chiedere.
refused-change-unfit = Così non va: controlla le modifiche.
refused-nothing-left = Così non resta niente: se non puoi fare l'ordine, rifiutalo.
refused-order-gone = Questo ordine non c'è.
refused-order-moved = L'ordine nel frattempo è cambiato: ecco com'è adesso.
refused-too-late = È troppo tardi per annullare qui: chiama il negozio.
refused-municipality-unknown = Questo comune qui non c'è più.
refused-shop-unknown = Questo negozio qui non c'è più.
refused-not-allowed = Questa pagina è solo per chi tiene il negozio o lavora in comune.
refused-invitation-unknown = Questo invito non è valido.
refused-invitation-used = Questo invito è già stato usato.
refused-invitation-revoked = Questo invito è stato ritirato: chiedine uno nuovo.
refused-last-publisher = Sei l'unico responsabile del comune: prima invita chi prende il tuo posto.
refused-invitation-expired = Questo invito è scaduto: chiedine uno nuovo al comune.
refused-too-many-tries = Troppi tentativi: riprova tra un'ora.

## Su WhatsApp

whatsapp-choose = Scegli
whatsapp-answer-number = Rispondi con il numero, o scrivi cosa ti serve.
whatsapp-answer-letter = Rispondi con la lettera.

## Perché un negozio rifiuta

decline-sold-out = Finito
decline-too-busy = Troppo lavoro
decline-closing = Chiudiamo

## Più canali

more-choices = Altro…
channel-telegram = Telegram
channel-whatsapp-cloud = WhatsApp
channel-whatsapp-web = WhatsApp
linked-chats = Le mie chat
link-title = <b>Le tue chat</b>
    Con la stessa busta e gli stessi ordini qui e su un'altra chat: se una non va, ti avvisiamo nell'altra.
link-chat = { $channel }, usata l'ultima volta { $day }
link-show-code = Collega un'altra chat
link-take-off = Scollega { $channel }
link-off = Fatto: quella chat non è più collegata.
link-code = Il tuo codice è <b>{ $code }</b>, vale un quarto d'ora e una volta sola. Non darlo a nessuno: chi lo scrive vede i tuoi ordini.
link-open = Apri { $channel } e invia il messaggio già pronto: { $url }
link-write = Scrivilo nella nostra chat su { $channel }.
link-ask = Vuoi unire questa chat a quella di <b>{ $name }</b> su { $channel }? Busta e ordini diventano gli stessi. Rispondi di sì solo se sei tu.
link-yes = Sì, sono io
link-no = No, lascia così
link-done = Fatto: da ora le due chat sono una cosa sola.
notice-linked = Una chat su { $channel } è stata collegata alla tua. Se non sei stato tu, scollegala subito da qui.
refused-link-code-unknown = Questo codice non vale, o non vale più: fattene dare uno nuovo nell'altra chat.
refused-link-already = Questa chat è già collegata.

line-substituted = { $before } → al suo posto <b>{ $what } · { $price }</b>
refused-bag-changed = La busta è cambiata nel frattempo: eccola com’è adesso.
