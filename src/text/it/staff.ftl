### Le parole per chi ha un negozio e per il comune. Come si scrive sta in shared.ftl.

## Orari

no-time = senza ora
earlier = prima

## Per chi ha un negozio

desk = Pagina iniziale
desk-title = Ciao, dove andiamo?
desk-town = Comune di { $town }
desk-stranger = Ciao. Questa chat è per i negozi e per il comune: per entrare apri il link d'invito che ti ha mandato il comune.
desk-frozen = Il tuo ruolo è sospeso: finché chi te l'ha dato non lo conferma, da qui non si vede e non si fa niente. Lo abbiamo già avvisato.
desk-help = Qui arrivano gli ordini: rispondi con un tocco. Scrivi «oggi» per la lista di oggi. Con «Pausa» o «Chiudi oggi» non arrivano ordini nuovi; quelli già accettati restano.
desk-lost = Questo non lo so leggere. Scrivi «oggi» per gli ordini di oggi.
desk-apology = Qualcosa da noi non ha funzionato e lo stiamo già guardando. Gli ordini sono al sicuro.
joined-shop = Ti diamo il benvenuto: da ora gli ordini arrivano qui.
joined-town = Ti diamo il benvenuto: questo è il tuo comune.
joined-shop-parted = Ti diamo il benvenuto: da ora gli ordini arrivano qui. Questa chat ora è per conto suo: la busta e gli ordini tuoi restano nell'altra.
joined-town-parted = Ti diamo il benvenuto: questo è il tuo comune. Questa chat ora è per conto suo: la busta e gli ordini tuoi restano nell'altra.

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
decline-other = Altro…
decline-words = Scrivi a { $citizen } in due parole perché non puoi: lo leggerà così com'è.

refuse-person = Escludi questa persona
refuse-person-ask = Non accettare più ordini da <b>{ $citizen }</b>? Se prova a ordinare, legge che in questo momento non prendete i suoi ordini. Quelli già in corso restano.
refuse-person-yes = Sì, non accettarne più
refuse-person-no = No, lascia così
refuse-person-done = Fatto: da { $citizen } non arrivano più ordini nuovi.
refused-people = Persone escluse
refused-people-title = <b>{ $shop }</b>: da queste persone non prendete ordini. Tocca un nome per riprenderli.
refused-people-none = Nessuna persona è esclusa: arrivano gli ordini di tutti.
accepted-again = Fatto: gli ordini di { $citizen } arrivano di nuovo.

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
invitation-title = Invito per <b>{ $place }</b>, come { $role }: inoltra questo messaggio solo alla persona giusta. Vale una volta sola, per sette giorni.
invitation-link = { $url }
invitation-code = Codice d'invito: { $code }
invitation-above = L'invito per <b>{ $place }</b> è nel messaggio qui sopra, e si mostra una volta sola. Se non lo trovi più, torna al negozio e preparane un altro.
notice-unattended = È arrivato un ordine per <b>{ $shop }</b>, ma nessuno lì è ancora in chat. Va risposto { $by }: chiama il negozio o manda un invito.
notice-joined = { $person } ora è in chat per <b>{ $place }</b>, come { $role }.
notice-left = { $person } non è più { $role } di <b>{ $place }</b>.
notice-role-over = Il tuo ruolo per <b>{ $place }</b> è finito: da ora non ti arriva più niente. Grazie del lavoro fatto.
notice-frozen-number = Il numero di { $person } ({ $role }, <b>{ $place }</b>) ora scrive da un altro profilo: forse è passato a qualcun altro. Per sicurezza il ruolo è sospeso, finché non lo confermi.
notice-frozen-silence = { $person } ({ $role }, <b>{ $place }</b>) non scrive da novanta giorni. Per sicurezza il ruolo è sospeso, finché non lo confermi.
notice-confirmed = Il tuo ruolo per <b>{ $place }</b> è confermato: si riparte.


## Più canali

go-shopping = Faccio la spesa
desk-stranger-here = Per gli ordini di un negozio serve l'invito del comune. Intanto, ecco i negozi.
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
town-file-very-bad = Nel file ci sono più di { $count } problemi: { $list }; … e altri.
town-file-good = Il file di { $town } è a posto: { $shops } negozi, { $products } prodotti. Ora può importarlo chi gestisce il programma.

## Chi lavora qui

role-owner = titolare
role-assistant = aiutante
role-viewer = in lettura
role-editor = redazione
role-publisher = responsabile
people = Chi lavora qui
people-see = Guarda
people-title = <b>{ $place }</b> · chi ci lavora
people-line = { $name } · { $role }
people-line-frozen = { $name } · { $role }, sospeso
people-invited = Invito aperto come { $role }, vale fino a { $until }
people-invite = Invita: { $role }
people-revoke = Ritira: { $role }
people-revoked = Invito ritirato: il link non vale più.
worker-title = <b>{ $name }</b> · { $role }, { $place }
worker-since = Dal giorno: { $day }.
worker-invited = Dal giorno: { $day }, su invito di { $by }.
worker-seen = Ultimo messaggio: { $day }.
worker-frozen-number = Sospeso: il suo numero ora scrive da un altro profilo. Prima di confermare, senti la persona di persona o al telefono.
worker-frozen-silence = Sospeso: non scrive da novanta giorni. Conferma se lavora ancora qui.
worker-confirm = Conferma il ruolo
worker-confirmed = Confermato.
worker-remove = Togli il ruolo
worker-leave = Lascia il ruolo
worker-ask-remove = Vuoi togliere a <b>{ $name }</b> il ruolo di { $role }? Vale subito: non vede più niente, nemmeno negli ordini che ha già aperti.
worker-ask-leave = Vuoi lasciare il ruolo di { $role } per <b>{ $place }</b>? Vale subito: per tornare serve un nuovo invito.
worker-yes-remove = Sì, togli
worker-yes-leave = Sì, lascia
worker-no = No
worker-removed = Fatto: il ruolo è tolto.
worker-left = Fatto. Grazie del lavoro fatto.

## Il registro

audit = Registro
audit-title = <b>Registro · { $town }</b>
audit-none = Ancora niente.
audit-export = Scarica il registro
audit-file = registro
audit-earlier = Prima
audit-line = { $at } · { $who }: { $what }
audit-line-about = { $at } · { $who }: { $what } ({ $about })
audit-program = il programma
audit-command-line = chi gestisce il programma
audit-order-accept = ha accettato un ordine
audit-order-propose = ha proposto una modifica
audit-order-decline = ha rifiutato un ordine
audit-order-prepare = ha preparato un ordine
audit-order-fulfill = ha consegnato un ordine
audit-order-miss = ha segnato un ordine come non ritirato
audit-shop-paused = ha messo in pausa gli ordini
audit-shop-resumed = ha ripreso gli ordini
audit-photo-changed = ha cambiato una foto
audit-person-refused = non prende più gli ordini di una persona
audit-person-accepted = prende di nuovo gli ordini di una persona
audit-invitation-made = ha fatto un invito
audit-invitation-revoked = ha ritirato un invito
audit-role-granted = ha dato un ruolo
audit-role-removed = ha tolto un ruolo
audit-role-confirmed = ha confermato un ruolo
audit-role-frozen = ha sospeso un ruolo
audit-audit-exported = ha esportato il registro
audit-chats-linked = ha collegato delle chat
audit-chats-parted = ha scollegato delle chat
audit-link-refused = ha rifiutato un collegamento
