### Tutte le parole che una persona legge. Si dà del tu, si scrive breve, si resta cordiali.
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
line-substituted = { $before } → al suo posto <b>{ $what } · { $price }</b>
line-without = { $before } → <b>non c'è</b>
own-words = «{ $said }»
list-or = { $first } o { $last }
no-time = senza ora

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
fee-pickup = Ritiro { $price }
fee-delivery = Consegna a casa { $price }
fee-shipment = Spedizione { $price }

handover-pickup = Ritiro { $when } · { $shop }, { $address }
handover-delivery = Consegna { $when } · { $address }
handover-shipment = Spedizione, { $when } · { $address }

pay-pickup = Paghi in negozio, { $ways }.
pay-delivery = Paghi alla consegna, { $ways }.
pay-shipment = Ti scrive il negozio per il pagamento.
payment-cash = contanti
payment-card = carta
payment-voucher = buono spesa

## Primo incontro

greeting = Ciao { $name }, qui ordini dai negozi { $known ->
    [0] del tuo paese
   *[other] di { $town }
} e ritiri senza fare la fila. Si paga in negozio.
    Usiamo nome e ordini solo per servirti.
greeting-with-link = Ciao { $name }, qui ordini dai negozi { $known ->
    [0] del tuo paese
   *[other] di { $town }
} e ritiri senza fare la fila. Si paga in negozio.
    Usiamo nome e ordini solo per servirti: <a href="{ $privacy }">come trattiamo i dati</a>.

town-choose = In quale comune fai la spesa?
town-unknown = Questo comune qui non c'è ancora. Scegli dall'elenco.

## Il paese e i negozi

home-title = <b>{ $town }</b>
    Da quale negozio?
home-empty = <b>{ $town }</b>
    Qui non c'è ancora nessun negozio. Torna a trovarci presto.
home-shop = <b>{ $shop }</b> · { $open }
home-bag = Riprendi la busta · { $shop }
shops = I negozi
more-shops = Altri negozi…
other-shops = Altri negozi
my-orders = I miei ordini
my-orders-count = I miei ordini ({ $count })
help = Aiuto
more = Altri…
previous = Precedenti
back = Indietro
change = Modifica
later = più tardi
earlier = prima

shop-open = aperto fino alle { $until }
shop-opens = apre { $at }
shop-closed = chiuso
shop-paused = in pausa fino a { $until }
shop-title = <b>{ $shop }</b> · { $address } · { $open }
first-pickup = Primo ritiro libero: { $when }.
first-delivery = Prima consegna libera: { $when }.
slots-none-soon = Per ora non ci sono orari liberi.
shop-invitation = Scrivi cosa ti serve come lo diresti al banco ({ $category ->
    [bakery] «mezzo chilo di pane e 3 focaccine»
    [greengrocer] «un chilo di mele e due cipolle»
    [delicatessen] «due etti di crudo tagliato fine»
    [butcher] «mezzo chilo di macinato e 4 salamelle»
    [newsagent] «il giornale e un biglietto del bus»
    [florist] «un mazzo di campo e tre rose rosse»
    [restaurant] «due lasagne e un tiramisù»
    [dairy] «tre etti di toma e una ricotta»
   *[other] «un pacco di questo e due di quello»
}) oppure scegli:
shop-no-goods = In vetrina non c'è ancora niente.

category-title = <b>{ $category }</b>
category-empty = Qui è finito tutto.

product-title = <b>{ $name }</b> · { $price }
allergens = Allergeni: { $list }.
minimum-age = Solo per chi ha almeno { $age } anni: in negozio ti chiederanno un documento.
stock-left = Ne resta poco: { $amount }.
in-bag-already = Nella busta: { $amount }. Se scegli ancora, cambia la quantità.
other-amount = Altra quantità
how-much-piece = Quanti pezzi di <b>{ $name }</b>? Scrivi il numero.
how-much-weight = Quanto di <b>{ $name }</b>? Scrivilo come al banco: «tre etti», «mezzo chilo», «4 pezzi».
added = Aggiunto: { $name }, { $amount }

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

## La busta

my-bag = La mia busta · { $price }
my-bag-short = La mia busta
bag-title = <b>La tua busta</b> · { $shop }
bag-none = La busta è vuota: scegli qualcosa.
bag-emptied = Busta svuotata
choose-time-pickup = Scegli quando ritirare
choose-time-delivery = Scegli dove e quando
choose-time-shipment = Scrivi dove spedire
choose-handover = Come la vuoi ricevere?
add-more = Aggiungi altro
bag-edit-title = Cosa cambio?
empty-bag = Svuota la busta
bag-line-hint = Scegli un'altra quantità o scrivila.
add-note = Aggiungi una nota
note-ask = Una nota per <b>{ $name }</b>? Scrivila come la diresti al banco: «ben cotto», «tagliato fine».
note-drop = Togli la nota
note-kept = Nota aggiunta
note-long = Un po' più corto, per favore: al massimo { $most } caratteri.
remove = Togli dalla busta
removed = Tolto dalla busta
changed = Cambiato: { $name }, { $amount }

gap = { $shop } ha finito <b>{ $name }</b> proprio adesso. Va bene senza, o preferisci qualcos'altro?
gap-rest = Da { $shop } di <b>{ $name }</b> resta solo questo: { $amount }. Va bene così, o preferisci qualcos'altro?
gap-take = Prendo { $amount }

## La lista scritta come al banco

list-put = Ho messo nella busta: { $items }.
list-put-more = { $count ->
    [one] Ho messo nella busta: { $items } e un'altra cosa.
   *[other] Ho messo nella busta: { $items } e altre { $count } cose.
}
list-and-more = { $list } e altro ({ $count })
list-item = { $name } { $amount }
list-item-note = { $what } («{ $note }»)
list-item-was = { $item } (prima { $was })
list-money = Per quella cifra, di { $name }: { $amount } circa.
list-step = { $name } si vende di { $step } in { $step }: ho segnato { $amount }.
list-minimum = Di { $name } se ne prende almeno { $least }.
list-maximum = Di { $name } se ne può ordinare al massimo { $most }.
list-stock = Di { $name } resta solo questo: { $amount }.
list-gone = { $name }: per oggi non ce n'è più.
list-unlisted = «{ $said }» qui non c'è: l'ho lasciato fuori.
list-question = { $shop } · { $open }.
list-question-call = { $shop } · { $open }. Per ogni altra domanda, chiama pure: { $phone }.
ask-which = «{ $said }»: quale?
ask-amount = Quanto di <b>{ $name }</b>?
ask-words = «{ $said }» qui non lo trovo: lo chiedo al negozio insieme all'ordine?
ask-unlisted = «{ $said }» qui non c'è più.
ask-yes = Sì, chiedilo
ask-no = No, lascia stare
ask-all = Sì, chiedi tutto ({ $count })
ask-other = Altro: chiedi al negozio
ask-leave = Lascia stare
ask-rest = { $count ->
    [one] Poi un'ultima domanda.
   *[other] Poi altre { $count } domande.
}
asked-too = { $count ->
    [one] Lo chiedo al negozio insieme all'ordine.
   *[other] Chiedo tutto al negozio insieme all'ordine.
}
left-out = Lasciato fuori: «{ $said }»
answer-open = Da chiarire ({ $count })
bag-unclear = Da chiarire: { $list }.
review-unclear = Da chiarire, per ora fuori dall'ordine: { $list }.
bag-alone = Da solo non si può chiedere: aggiungi qualcosa dal banco.
bag-alone-call = Da solo non si può chiedere: aggiungi qualcosa dal banco, o chiama il negozio: { $phone }.
unclear = «{ $said }»: questo non l'ho capito. Puoi scriverlo in un altro modo o scegliere dal banco.
unclear-call = «{ $said }»: questo non l'ho capito. Puoi scriverlo in un altro modo, scegliere dal banco, o chiamare il negozio: { $phone }.
unclear-again = Questo non l'ho capito. Intanto:
from-counter = Scegli dal banco
hours = { $day }: { $hours }
hours-closed = { $day }: chiuso
shop-card-call = Per ogni altra cosa, chiama pure: { $phone }

## Come e quando

handover-choose = Come la vuoi ricevere?
handover-pickup-label = Passo a ritirare
handover-delivery-label = Consegna a casa
handover-delivery-label-fee = Consegna a casa · { $fee }
handover-shipment-label = Spedizione
handover-shipment-label-fee = Spedizione · { $fee }
address-ask-delivery = Dove la portiamo? Scrivi via, numero e CAP ({ $postcodes }).
address-ask-shipment = Dove la spediamo? Scrivi nome, via, numero, CAP e città.
address-known = L'ultima volta: { $address }
address-same = Lo stesso indirizzo

slots-choose-pickup = Quando passi?
slots-choose-delivery = Quando te la portiamo?
slots-full = Purtroppo { $time } non c'è più posto. Va bene uno di questi?
slots-none = <b>{ $shop }</b> in questi giorni non ha orari liberi. La tua busta resta qui.
slots-none-call = <b>{ $shop }</b> in questi giorni non ha orari liberi. La tua busta resta qui; puoi anche chiamare: { $phone }.
other-days = altri giorni

review-title = <b>Tutto giusto?</b>
send-order = Invia l'ordine
order-sent = Ordine inviato

## L'ordine, per chi ha ordinato

order-placed = <b>Ordine { $code }</b> inviato. { $shop } risponde { $acceptBy }.
order-proposed = <b>Ordine { $code }</b>: { $shop } propone <b>{ $proposed }</b>. Va bene? Rispondi { $acceptBy }.
order-offered = <b>Ordine { $code }</b>: { $shop } propone una modifica. Va bene così? Rispondi { $acceptBy }.
order-accepted = { $fulfillment ->
    [delivery] <b>Ordine { $code } accettato.</b> Arriva { $when }.
    [shipment] <b>Ordine { $code } accettato.</b> { $shop } prepara il pacco.
   *[pickup] <b>Ordine { $code } accettato.</b> Ti aspettiamo { $when }, codice di ritiro <b>{ $pickupCode }</b>.
}
order-ready = { $fulfillment ->
    [delivery] <b>Ordine { $code }</b>: la busta è in consegna.
    [shipment] <b>Ordine { $code }</b>: il pacco è stato spedito.
   *[pickup] <b>Ordine { $code }</b>: la busta è pronta. Codice di ritiro <b>{ $pickupCode }</b>.
}
order-fulfilled = { $fulfillment ->
    [delivery] <b>Ordine { $code }</b> consegnato. Grazie da { $shop }.
    [shipment] <b>Ordine { $code }</b> arrivato. Grazie da { $shop }.
   *[pickup] <b>Ordine { $code }</b> ritirato. Grazie da { $shop }.
}
order-declined = { $callable ->
    [0] <b>Ordine { $code }</b>: { $shop } questa volta non può: «{ $reason }».
   *[other] <b>Ordine { $code }</b>: { $shop } questa volta non può: «{ $reason }». Se vuoi, chiama: { $phone }.
}
order-cancelled = <b>Ordine { $code }</b> annullato.
order-expired = { $silent ->
    [citizen] <b>Ordine { $code }</b>: la proposta di { $shop } è rimasta senza risposta, quindi l'ordine è scaduto.
    [callable] <b>Ordine { $code }</b>: { $shop } non ha risposto in tempo, ci dispiace. Puoi chiamare: { $phone }.
   *[shop] <b>Ordine { $code }</b>: { $shop } non ha risposto in tempo, ci dispiace.
}
order-missed = <b>Ordine { $code }</b>: la busta non è stata ritirata. Se è andata diversamente, passa da { $shop }.

approach = Sto arrivando
approach-told = Il negozio lo sa: a tra poco
approach-known = Il negozio lo sa già
agree = Va bene
agreed = Perfetto, confermato
refuse-time = No, annulla
refuse-change = Annulla l'ordine
cancel = Annulla
cancel-ask = Annullo l'ordine { $code } da { $shop }?
cancel-yes = Sì, annulla
cancel-no = No, lascialo
cancelled = Ordine annullato
shop-again = Torna da { $shop }
reminder = { $fulfillment ->
    [delivery] Tra poco, alle { $time }, arriva la tua spesa da { $shop }.
   *[pickup] Ti ricordiamo il ritiro alle { $time } da { $shop }.
}

orders-title = <b>I tuoi ordini</b>
orders-none = Non hai ancora ordinato niente.
orders-line = <b>{ $code }</b> · { $shop } · { $when } · { $state }

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

help-text = <b>Come funziona</b>
    Scegli un negozio, riempi la busta, scegli quando passare. Il negozio conferma qui in chat e tu ritiri senza fila: si paga in negozio.
    In ogni momento puoi scrivere «negozi», «busta» o «ordini».
help-stop = Ti scriviamo solo per i tuoi ordini, niente pubblicità. Se non vuoi più messaggi, blocca pure questa chat.
help-call = { $shop }: { $phone }
change-language = Lingua / Language
lost-text = «{ $said }»: questo non l'ho capito. Puoi scriverlo in un altro modo o scegliere da qui.
lost-other = Questo non lo so leggere. Scrivimi due parole, o scegli da qui.
apology = Qualcosa da noi non ha funzionato e lo stiamo già guardando. La tua busta è al sicuro.
database-away = Un attimo di pazienza: da noi c'è un intoppo. Quello che hai scritto non si perde, ti rispondo appena possibile.
choose-again = Scegli una di queste:
button-old = Questo pulsante è di una schermata vecchia: ecco quella di adesso.
done-already = Già fatto.

refused-shop-gone = Questo negozio ora non c'è.
refused-shop-paused = Il negozio è in pausa: riprova più tardi.
refused-bag-empty = La busta è vuota.
refused-bag-changed = La busta è cambiata nel frattempo: eccola com’è adesso.
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
refused-delivery-minimum-of = Si consegna da { $minimum } in su: aggiungi ancora qualcosa.
refused-own-words-no = Il negozio prende ordini solo di quello che ha in elenco: togli il resto dalla busta.
refused-own-words-alone = Aggiungi qualcosa dal banco: da solo non si può chiedere.
refused-change-unfit = Così non va: controlla le modifiche.
refused-nothing-left = Così non resta niente: se non puoi fare l'ordine, rifiutalo.
refused-order-gone = Questo ordine non c'è.
refused-order-moved = L'ordine nel frattempo è cambiato: ecco com'è adesso.
refused-too-late = È troppo tardi per annullare qui: chiama il negozio.
refused-municipality-unknown = Questo comune qui non c'è più.
refused-shop-unknown = Questo negozio qui non c'è più.
slot-between = { $day } { $from }–{ $to }
refused-not-allowed = Questa pagina è solo per chi tiene il negozio o lavora in comune.
refused-invitation-unknown = Questo invito non è valido.
refused-invitation-used = Questo invito è già stato usato.
refused-invitation-expired = Questo invito è scaduto: chiedine uno nuovo al comune.
refused-too-many-tries = Troppi tentativi: riprova tra un'ora.

## Su WhatsApp

whatsapp-choose = Scegli
whatsapp-answer-number = Rispondi con il numero, o scrivi cosa ti serve.
whatsapp-answer-letter = Rispondi con la lettera.

## Per chi ha un negozio

desk = Pagina iniziale
desk-title = Ciao, dove andiamo?
desk-town = Comune di { $town }
desk-stranger = Ciao. Questa chat è per i negozi e per il comune: per entrare apri il link d'invito che ti ha mandato il comune.
desk-help = Qui arrivano gli ordini: rispondi con un tocco. Scrivi «oggi» per la lista di oggi. Con «Pausa» o «Chiudi oggi» non arrivano ordini nuovi; quelli già accettati restano.
desk-lost = Questo non lo so leggere. Scrivi «oggi» per gli ordini di oggi.
desk-apology = Qualcosa da noi non ha funzionato e lo stiamo già guardando. Gli ordini sono al sicuro.
joined-shopkeeper = Ti diamo il benvenuto: da ora gli ordini arrivano qui.
joined-operator = Ti diamo il benvenuto: questo è il tuo comune.

today-title = <b>{ $shop }</b> · { $day }, { $count ->
    [0] nessun ordine
    [one] { $count } ordine
   *[other] { $count } ordini
}{ $waiting ->
    [0] {""}
   *[other] {" "}· <b>{ $waiting } da accettare</b>
}
today-paused = In pausa fino a { $until }: non arrivano ordini nuovi.
today-line = { $time } { $code } { $citizen } · { $price } · { $state }
today-line-waiting = { $time } { $code } { $citizen } · { $price } · <b>{ $state }</b>
today-more = … e altri { $count }.
to-answer = Da accettare ({ $count })
to-answer-title = <b>Da accettare</b>
nothing-to-answer = Nessun ordine aspetta.
preparation = Lista di preparazione
preparation-title = <b>Da preparare { $day }</b> · { $count ->
    [one] { $count } ordine
   *[other] { $count } ordini
}
preparation-none = Niente da preparare { $day }: qui arrivano gli ordini accettati.
preparation-line = { $name } · { $amount }
preparation-words = { $what }
preparation-wish = { $code }: { $name }, «{ $note }»
today = Oggi
tomorrow = Domani
pause = Pausa
resume = Riprendi gli ordini
resumed = Si riparte: gli ordini arrivano di nuovo.
close-today = Chiudi oggi
closed-today = Per oggi chiuso: niente ordini nuovi fino a domani.
pause-title = <b>{ $shop }</b>: per quanto non vuoi ordini nuovi?
pause-minutes = { $minutes ->
    [30] mezz'ora
    [60] un'ora
   *[other] due ore
}
pause-until-tomorrow = fino a domani
paused = In pausa fino a { $until }

card-placed = <b>Nuovo ordine { $code }</b> · { card-way }
card-proposed = <b>{ $code }</b> · proposto { $proposed }, si aspetta la risposta · era { $when }
card-offered = <b>{ $code }</b> · modifiche proposte da { $who }, si aspetta la risposta · { card-way }
card-accepted = <b>{ $code }</b> · { card-way }
    { $how ->
    [auto] Accettato in automatico, { $at }
    [citizen] Confermato da chi ha ordinato, { $at }
   *[shop] Accettato da { $who }, { $at }
}
card-ready = <b>{ $code }</b> · { card-way }
    Pronto · { $who }, { $at }
card-fulfilled = <b>{ $code }</b> · consegnato, { $at }
card-declined = <b>{ $code }</b> · rifiutato da { $who } («{ $reason }»)
card-cancelled = <b>{ $code }</b> · annullato da chi ha ordinato, { $at } · era { $when }
card-expired = <b>{ $code }</b> · scaduto senza risposta, { $at }
card-missed = <b>{ $code }</b> · non ritirato · era { $when }
card-way = { $fulfillment ->
    [delivery] consegna { $when }
    [shipment] spedizione
   *[pickup] ritiro { $when }
}
card-citizen = { $before ->
    [0] { $citizen }, primo ordine da voi
    [one] { $citizen }, un ordine già ritirato da voi
   *[other] { $citizen }, { $before } ordini già ritirati da voi
}
card-address = Indirizzo: { $address }
card-approaching = Sta arrivando ({ $at })
card-total = Totale { $price }
card-total-estimated = Circa { $price }: il peso esatto al banco
card-total-open = Circa { $price }, senza { $what }
card-answer-by = Rispondi { $by }.

do-accept = Accetta
do-propose = Altro orario
do-change = Con modifiche
do-decline = Rifiuta
do-prepare = Pronta
do-fulfill-pickup = Consegnata
do-fulfill-delivery = Consegnata
do-fulfill-shipment = Arrivata
do-miss = Non ritirata
did-accept = Accettato: chi ha ordinato lo sa
did-prepare = Segnata pronta: chi ha ordinato lo sa
did-fulfill = Consegnata
did-miss = Segnata non ritirata
did-propose = Proposto: ora si aspetta la risposta
did-decline = Rifiutato: chi ha ordinato lo sa
overtaken = Ci ha già pensato { $name }: l'ordine è { $state }.
overtaken-clock = Nel frattempo l'ordine è { $state }.

propose-title = Ordine { $code }, chiesto per { $asked }. Che orario proponi?
propose-none = Ordine { $code }, chiesto per { $asked }: non ci sono altri orari liberi.
changes-title = Ordine { $code } di { $citizen }: cosa cambia?
changes-send = Proponi · { $price }
change-amount = { $what }: quanto ne prepari? Scegli o scrivilo.
change-amount-again = Questa quantità non l'ho capita: per esempio «400 g» o «3».
change-price = Quanto costa <b>{ $what }</b> in tutto? Scrivi il prezzo, per esempio 3,20.
change-price-again = Questo prezzo non l'ho capito: scrivilo così, 3,20.
change-none = Finito, senza
change-refuse = Non ce l'ho
change-counter = Senza prezzo, al banco
change-undo = Lascia com'era
decline-ask = Perché non puoi fare l'ordine { $code } di { $citizen }?
decline-sold-out = Finito
decline-too-busy = Troppo lavoro
decline-closing = Chiudiamo
decline-other = Altro…
decline-words = Scrivi a { $citizen } in due parole perché non puoi: lo leggerà così com'è.

## Per il comune

town-title = <b>Comune di { $town }</b> · { $shops ->
    [one] { $shops } negozio
   *[other] { $shops } negozi
}
    { $waiting ->
    [0] Nessun ordine aspetta risposta
    [one] Un ordine aspetta risposta
   *[other] { $waiting } ordini aspettano risposta
}{ $silent ->
    [0] .
    [one] {""}, un negozio non è ancora in chat.
   *[other] {""}, { $silent } negozi non sono ancora in chat.
}
town-shop-silent = ○ { $shop } · ancora nessuno in chat
town-shop-waiting = ● { $shop } · { $waiting ->
    [one] un ordine aspetta, da { $since }
   *[other] { $waiting } ordini aspettano, il primo da { $since }
}
town-shop-paused = ◐ { $shop } · in pausa fino a { $until }
town-shop-well = ✓ { $shop }
town-shop-month = Negli ultimi trenta giorni: { $orders ->
    [0] nessun ordine
    [one] un ordine
   *[other] { $orders } ordini
}, { $unanswered ->
    [0] nessuno rimasto senza risposta.
    [one] uno rimasto senza risposta.
   *[other] { $unanswered } rimasti senza risposta.
}
town-shop-people = { $count ->
    [0] In chat non c'è ancora nessuno: manda un invito.
    [one] In chat c'è una persona.
   *[other] In chat ci sono { $count } persone.
}
refresh = Aggiorna
invite-shopkeeper = Manda un invito
invitation-title = Invito per <b>{ $shop }</b>: inoltra questo messaggio a chi tiene il negozio. Vale una volta sola, per sette giorni.
invitation-link = { $url }
invitation-code = Codice d'invito: { $code }
notice-unattended = È arrivato un ordine per <b>{ $shop }</b>, ma nessuno lì è ancora in chat. Va risposto { $by }: chiama il negozio o manda un invito.
notice-joined = { $person } ora è in chat per <b>{ $shop }</b>.

## Più canali

more-choices = Altro…
channel-telegram = Telegram
channel-whatsapp-cloud = WhatsApp
channel-whatsapp-web = WhatsApp
go-shopping = Faccio la spesa
go-counter = Il mio negozio
desk-stranger-here = Per gli ordini di un negozio serve l'invito del comune. Intanto, ecco i negozi.
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
notice-undelivered = Un avviso per { $person } non arriva{ $audience ->
    [staff] {" "}al negozio
   *[citizen] {""}
}: su WhatsApp possiamo scrivere solo a chi ci ha scritto da poco. Conviene una telefonata.
account-silent = { $channel } non risponde da un minuto. Chi ha anche un'altra chat viene avvisato lì; gli altri appena torna.
account-pairing = { $channel } aspetta il telefono del comune: inquadra il codice per collegarlo.
account-over = { $channel } è tornato.
show-pairing = Mostra il codice
pairing-qr = Sul telefono del comune apri WhatsApp, «Dispositivi collegati», «Collega un dispositivo», e inquadra questo codice. Cambia ogni pochi secondi: se non va, chiedine uno nuovo.
pairing-code = Oppure scegli «Collega con il numero di telefono» e scrivi <b>{ $code }</b>.
pairing-risk = WhatsApp non permette programmi come questo e può bloccare il numero: usane uno dedicato.
pairing-over = Il telefono è già collegato.
pairing-again = Un codice nuovo
project = Spesa in Comune

pairing-drawing = Sto preparando il codice da inquadrare: arriva fra un attimo.
file-failed = Questo file non sono riuscito a scaricarlo. Puoi mandarlo di nuovo?
photo-name-missing = Per mettere questa foto in vetrina scrivi sotto il nome del prodotto.
photo-product-unknown = «{ $name }» non è fra i tuoi prodotti: scrivi sotto la foto il nome come sta in vetrina.
photo-kept = Foto nuova in vetrina per { $name }.
town-file-large = Questo file è troppo grande per leggerlo da qui: lo importa chi gestisce il programma.
town-file-unread = Questo non è un file di comune (JSON in UTF-8).
town-file-bad = { $count ->
    [one] Nel file c’è un problema
   *[other] Nel file ci sono { $count } problemi
 }: { $list }
town-file-good = Il file di { $town } è a posto: { $shops } negozi, { $products } prodotti. Ora può importarlo chi gestisce il programma.
