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
words-stop = stop, basta, disiscrivimi, disiscrivermi, disiscrizione, basta messaggi, niente messaggi, non scrivetemi più, non scrivermi più, niente pubblicità
words-erase = cancellami, cancellarmi, cancella i miei dati, cancellare i miei dati, cancellate i miei dati, elimina i miei dati, eliminare i miei dati, eliminami, dimenticami, diritto all'oblio
words-my-data = i miei dati, miei dati, esporta i miei dati, esportare i miei dati, scarica i miei dati, scaricare i miei dati, vedere i miei dati, copia dei miei dati, una copia dei miei dati, che dati avete
words-privacy = privacy, informativa, informativa privacy, trattamento dati, protezione dati
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

help-rights = E sui tuoi dati: «stop», «i miei dati», «cancellami», «privacy».
my-data = I miei dati
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
link-leave = Scollega questa chat
link-off = Fatto: le due chat non sono più collegate.
link-role = Chi tiene un negozio o lavora per il comune entra in un'altra chat con un invito suo: qui non si collega niente.
link-code = Il tuo codice è <b>{ $code }</b>, vale un quarto d'ora e una volta sola. Scrivilo nell'altra tua chat: anche lì vedrai la busta e gli ordini di questa. Non darlo a nessuno.
link-open = Apri { $channel } e invia il messaggio già pronto: { $url }
link-write = Scrivilo nella nostra chat su { $channel }.
link-ask = Questo codice è di una chat su { $channel }, di qualcuno che si chiama «<b>{ $name }</b>». Se colleghi questa chat alla sua, qui vedi la sua busta e i suoi ordini, e di là si vede quello che ordini qui da ora in poi, indirizzi compresi.
link-ask-mutual = Anche gli ordini e la busta che hai già qui si vedrebbero di là: prima te lo chiediamo ancora.
link-ask-you = Rispondi di sì solo se anche di là sei tu.
link-yes = Sì, sono io
link-no = No, lascia così
move-ask = WhatsApp ci dice che prima scrivevi da un altro numero: lì ti chiamavi «<b>{ $name }</b>». Vuoi ritrovare qui la busta e gli ordini di allora, con gli indirizzi? Rispondi di sì solo se eri tu. Chi tiene un negozio o lavora per il comune aspetta anche una conferma.
link-number = Il numero è <b>{ $number }</b>. Ora guarda l'altra tua chat, su { $channel }: ti chiediamo di sceglierlo lì. Non dirlo a nessuno.
link-stop = Lascia stare
link-question = Su { $channel } qualcuno che si chiama «<b>{ $name }</b>» vuole vedere la tua busta, i tuoi ordini con gli indirizzi, e quelli che farai.
link-question-mutual = La tua busta e la sua, i tuoi ordini e i suoi diventerebbero una cosa sola.
link-question-number = Se sei tu: quale numero vedi là, su { $channel }?
link-nobody = Nessuno: non sono io
link-one-more = Giusto. Manca un passo, al contrario.
link-done = Fatto: le due chat sono collegate. Per 24 ore lo puoi annullare da qui.
link-refused = Va bene: non è cambiato niente.
link-undo = Annulla con { $channel }
link-undo-here = Annulla il collegamento
link-undo-ask = Annullare il collegamento con { $channel }? Puoi farlo fino a { $until }. Ogni chat riprende gli ordini che aveva prima. Le buste già unite e gli ordini fatti dopo restano a chi ha mostrato il codice.
link-undo-yes = Sì, annulla
link-undone = Fatto: ogni chat è di nuovo per conto suo.
notice-linked = Una chat su { $channel } è collegata alla tua: { $mutual ->
    [0] da lì si vedono la tua busta e i tuoi ordini, con gli indirizzi.
   *[other] busta e ordini, con gli indirizzi, sono una cosa sola.
} Se non sei stato tu, annulla subito: hai 24 ore.
notice-joined-chat = Fatto: questa chat è collegata a quella su { $channel }. Qui vedi la sua busta e i suoi ordini, e di là si vede quello che ordini qui. Se non sei stato tu, annulla subito: hai 24 ore.
notice-parted = { $because ->
    [role] La chat su { $channel } ora è di chi lavora con gli ordini: non è più collegata. Busta e ordini restano qui.
   *[other] La chat su { $channel } non è più collegata alla tua.
}
notice-parted-here = { $because ->
    [undone] Il collegamento è stato annullato: questa chat è di nuovo per conto suo, con quello che aveva prima.
   *[other] Questa chat è stata scollegata: busta e ordini dell'altra qui non si vedono più.
}
notice-link-refused = { $because ->
    [wrong-number] Il numero scelto non era quello: le chat non sono state collegate, e non è cambiato niente. Se sei tu, ricomincia con un codice nuovo.
    [role] Chi tiene un negozio o lavora per il comune non collega le chat: non è cambiato niente.
   *[other] Il collegamento delle due chat è stato rifiutato: non è cambiato niente.
}
refused-link-code-unknown = Questo codice non vale, o non vale più: fattene dare uno nuovo nell'altra chat.
refused-link-already = Questa chat è già collegata.
refused-link-role = Chi tiene un negozio o lavora per il comune entra in un'altra chat con un invito suo.
refused-link-over = Questo collegamento non c'è più: per collegare le chat serve un codice nuovo.
refused-link-wrong-number = Non è quel numero: non è cambiato niente. Se sei tu, ricomincia con un codice nuovo.

line-substituted = { $before } → al suo posto <b>{ $what } · { $price }</b>
refused-bag-changed = La busta è cambiata nel frattempo: eccola com’è adesso.

## I tuoi dati

stop-done = Fatto: da noi niente novità e niente annunci. Dei tuoi ordini in corso ti scriviamo ancora, finché non sono conclusi.
stop-role = Continui a ricevere quello che serve al tuo lavoro per { $roles }: ordini e avvisi. Finisce quando finisce il ruolo.
stop-take-back = Voglio anche le novità
stop-taken-back = Va bene: quando ci sono novità del comune o dei negozi possiamo scriverti. Per smettere basta «stop».
erase-ask = <b>Vuoi che cancelliamo tutto di te?</b>
    Vanno via il tuo nome, le chat, i messaggi, la busta, i file, gli indirizzi, le note e le parole tue negli ordini.
erase-stays = Restano gli ordini senza nome (prodotti, somme, orari), che servono ai conti dei negozi; e, senza nome, quello che hai detto sui consensi e quello che hai fatto per un ruolo.
erase-roles = Finisce anche il tuo ruolo per { $roles }.
erase-cancels = Annulliamo { $codes } e avvisiamo il negozio.
erase-finishes = { $codes }: non si può più annullare, prima va concluso. Poi cancelliamo tutto da soli.
erase-copies = Le copie di sicurezza automatiche si sostituiscono in sette giorni d'uso; delle altre risponde chi gestisce il servizio. Quello che è già arrivato a un negozio, o sul tuo telefono, lo può togliere solo chi ce l'ha.
erase-yes = Sì, cancella tutto
erase-no = No, lascia così
erase-waiting = Cancelliamo tutto da soli appena è concluso { $codes }.
erase-keep = Non cancellare più
erase-kept = Va bene, resta tutto com'è.
erase-hand-over = A { $town } il responsabile sei solo tu: prima invita chi prende il tuo posto, poi scrivi di nuovo «cancellami».
erased = Fatto: di te non teniamo più niente. Se scrivi ancora, ci conosciamo da capo.
privacy-text = <b>I tuoi dati</b>
    Quello che ci scriviamo: { $conversation } giorni, poi resta solo che c'è stato un messaggio, fino a { $trace }. La busta: { $bag } giorni dall'ultima modifica. I file: { $file } giorni.
    Gli ordini: col tuo nome per { $order } mesi da quando sono conclusi, poi senza. Il tuo profilo: finché ci usi, e { $person } mesi dopo. Le prove dei consensi: { $proof } anni.
privacy-link = L'informativa di <b>{ $town }</b>: <a href="{ $url }">come trattiamo i dati</a>.
privacy-words = Puoi scrivere in ogni momento «i miei dati», «stop» o «cancellami».
privacy-export = Mandami i miei dati
privacy-erase = Cancella i miei dati
my-data-file = i-miei-dati
my-data-here = Ecco tutto quello che abbiamo su di te: una pagina da leggere e lo stesso in JSON. Noi teniamo queste copie { $days } giorni.
my-data-title = I tuoi dati in Spesa in Comune, { $day } alle { $time }
my-data-intro = Tutto quello che è conservato su di te, tabella per tabella. I codici interni stanno nel file JSON.
my-data-kept = Si conserva: { $times }.
class-conversation = contenuto di messaggi, { $days } giorni
class-trace = che c'è stato un messaggio, { $days } giorni
class-errand = lavori per la chat, { $days } giorni
class-file = file, { $days } giorni
class-code = codici e tentativi, { $days ->
    [one] un giorno
   *[other] { $days } giorni
}
class-bag = busta, { $days } giorni dall'ultima modifica
class-order = parte personale degli ordini, { $days } giorni da quando sono conclusi
class-person = profilo e chat, { $days } giorni dall'ultimo messaggio
class-role = ruolo, finché dura
class-invitation = inviti, { $days } giorni
class-audit = atti di chi ha un ruolo, { $days } giorni
class-proof = prove di consensi e cancellazioni, { $days } giorni
class-storefront = vetrina del negozio, finché partecipa
held-people = Il tuo profilo
held-chats = Le tue chat
held-bags = Le tue buste
held-bag_lines = Che cosa c'è nelle buste
held-orders = I tuoi ordini
held-order_lines = Che cosa hai ordinato
held-order_events = La storia degli ordini
held-inbox = Messaggi ricevuti e non ancora elaborati
held-messages = Messaggi che ti abbiamo mandato
held-errands = Lavori per la tua chat
held-files = File
held-shop_refusals = Negozi che non prendono i tuoi ordini
held-sweep_failures = Lavori non riusciti che ti riguardano
held-roles = I tuoi ruoli
held-invitations = Inviti fatti o usati
held-invitation_tries = Tentativi con codici sbagliati
held-links = Collegamenti fra chat
held-link_codes = Codici per collegare chat
held-audit = Che cosa hai fatto per un ruolo
held-consents = Che cosa hai detto sui consensi
held-erasures = Cancellazioni chieste
held-shops = Negozi
