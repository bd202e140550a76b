### Le parole per chi fa la spesa. Come si scrive sta in shared.ftl.

## Giorni, quantità, prezzi

fee-pickup = Ritiro { $price }
fee-delivery = Consegna a casa { $price }
fee-shipment = Spedizione { $price }

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
other-shops = Altri negozi
my-orders = I miei ordini
my-orders-count = I miei ordini ({ $count })
previous = Precedenti
change = Modifica

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
minimum-age = Solo per chi ha almeno { $age } anni: in negozio ti chiederanno un documento.
stock-left = Ne resta poco: { $amount }.
in-bag-already = Nella busta: { $amount }. Se scegli ancora, cambia la quantità.
other-amount = Altra quantità
how-much-piece = Quanti pezzi di <b>{ $name }</b>? Scrivi il numero.
how-much-weight = Quanto di <b>{ $name }</b>? Scrivilo come al banco: «tre etti», «mezzo chilo», «4 pezzi».
added = Aggiunto: { $name }, { $amount }

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
too-many-live-orders-here = Hai già { $count ->
    [one] un ordine
   *[other] { $count } ordini
} in corso da { $shop }: quando ne ritiri o ne annulli uno puoi inviare anche questo. La busta resta qui.
too-many-live-orders = Hai già { $count } ordini in corso: quando ne ritiri o ne annulli uno puoi inviare anche questo. La busta resta qui.
shop-takes-none = { $shop } in questo momento non prende i tuoi ordini: se passi in negozio ne potete parlare.
shop-takes-none-call = { $shop } in questo momento non prende i tuoi ordini: chiama { $phone } e ne parlate.

## L'ordine

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

## Aiuto, e quando non va come si vorrebbe

help-text = <b>Come funziona</b>
    Scegli un negozio, riempi la busta, scegli quando passare. Il negozio conferma qui in chat e tu ritiri senza fila: si paga in negozio.
    In ogni momento puoi scrivere «negozi», «busta» o «ordini».
help-call = { $shop }: { $phone }
lost-text = «{ $said }»: questo non l'ho capito. Puoi scriverlo in un altro modo o scegliere da qui.
lost-other = Questo non lo so leggere. Scrivimi due parole, o scegli da qui.
apology = Qualcosa da noi non ha funzionato e lo stiamo già guardando. La tua busta è al sicuro.
refused-delivery-minimum-of = Si consegna da { $minimum } in su: aggiungi ancora qualcosa.
slot-between = { $day } { $from }–{ $to }

## Più canali

go-counter = Il mio negozio
