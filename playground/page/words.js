// SPDX-License-Identifier: AGPL-3.0-or-later
// The page's own words. What the bots say comes from the bots.

const words = {
  it: {
    title: 'Spesa in Comune · prova',
    town: town => `${town}: un paese inventato, tutto da provare`,
    opening: 'Il paese sta aprendo…',
    now: 'Adesso sono',
    clock: 'Orologio della prova',
    plus15: '+15 min',
    plus60: '+1 ora',
    tomorrow: 'domani 9:00',
    plus15Long: 'Sposta avanti l’orologio: +15 min',
    plus60Long: 'Sposta avanti l’orologio: +1 ora',
    tomorrowLong: 'Sposta avanti l’orologio: domani 9:00',
    moved: time => `L’orologio ora segna ${time}`,
    help: 'Guida',
    step1:
      'Premi **Avvia** da Anna, scrivi «mezzo chilo di pane» o scegli con i tasti, poi quando ritirare, e invia l’ordine.',
    step2: 'Il fornaio vede l’ordine arrivare: premi **Accetta**, poi **Pronta**. Anna lo sa subito.',
    step3: 'Sposta avanti l’orologio: arriva il promemoria, o scade l’ordine a cui nessuno risponde.',
    step4:
      'Luigi ordina su **WhatsApp**. Su ogni telefono ci sono le due app: cambiala sopra la chat. Un giorno dopo l’ultimo messaggio WhatsApp lascia passare solo testi approvati.',
    step5:
      'Scrivi **i miei dati**, **stop**, **cancellami** o **privacy** in una chat: così si chiede dei propri dati.',
    language: 'English',
    languageOf: 'en',
    tabs: 'Le chat',
    skips: 'Vai a una chat',
    skipTo: name => `Vai alla chat di ${name}`,
    citizen: 'cittadina',
    citizenHe: 'cittadino',
    shopkeeper: 'Chi tiene il negozio',
    keeper: name => `di ${name}`,
    operator: 'per il Comune',
    tabShop: 'Negozio',
    tabTown: 'Comune',
    shop: 'Negozio',
    newIn: name => `Messaggi nuovi: ${name}`,
    show: 'Apri',
    log: name => `Chat di ${name}`,
    us: { telegram: 'bot', whatsapp: 'account dell’attività' },
    app: 'In quale app',
    answer: 'Rispondi a questo messaggio',
    you: 'Tu',
    close: 'Chiudi',
    reach: { sent: 'inviato', delivered: 'consegnato', read: 'letto' },
    typing: 'sta scrivendo…',
    edited: 'modificato',
    message: 'Messaggio',
    write: name => `Scrivi come ${name}`,
    send: 'Invia',
    commands: 'Comandi',
    begin: 'Avvia',
    photo: 'Foto',
    file: 'Scarica il file',
    unread: 'messaggi nuovi',
    emptyTitle: { telegram: 'Cosa sa fare questo bot?', whatsapp: 'Il messaggio è già scritto' },
    empty: {
      telegram: {
        anna: 'Nella vetrina del forno c’è una locandina con un codice. Anna lo inquadra e si apre questa chat.',
        luigi: 'Luigi ha aperto il link dal sito del Comune.',
        shopkeeper: 'Qui arrivano gli ordini del negozio: si risponde con un tocco.',
        operator: 'Qui il Comune invita i negozi e vede chi risponde.',
      },
      whatsapp: {
        anna: 'Anna ha inquadrato la locandina del forno: WhatsApp si apre così. Basta inviare.',
        luigi: 'Luigi ha toccato il link sul sito del Comune: WhatsApp si apre così. Basta inviare.',
        shopkeeper: 'Qui arrivano gli ordini del negozio: si risponde con un tocco, o con un numero.',
        operator: 'Qui il Comune invita i negozi e vede chi risponde.',
      },
    },
    offline: 'Collegamento perso: ci riprovo…',
    failed: 'Non è riuscito: riprova.',
  },
  en: {
    title: 'Spesa in Comune · try it',
    town: town => `${town}: an invented town, yours to try`,
    opening: 'The town is opening…',
    now: 'It is now',
    clock: 'The playground’s clock',
    plus15: '+15 min',
    plus60: '+1 hour',
    tomorrow: 'tomorrow 9:00',
    plus15Long: 'Push the clock: +15 min',
    plus60Long: 'Push the clock: +1 hour',
    tomorrowLong: 'Push the clock: tomorrow 9:00',
    moved: time => `The clock now shows ${time}`,
    help: 'Guide',
    step1:
      'Press **Start** in Anna’s chat, write “mezzo chilo di pane” or choose with the buttons, then when to collect it, and send the order.',
    step2: 'The baker sees the order come in: press **Accetta**, then **Pronta**. Anna knows at once.',
    step3: 'Push the clock: the reminder comes, or an order that nobody answers runs out.',
    step4:
      'Luigi orders on **WhatsApp**. Every telephone has both apps: change over above the chat. A day after the last message WhatsApp lets only approved texts through.',
    step5:
      'Write **my data**, **stop**, **delete me** or **privacy** in a chat: that is how one asks about one’s data.',
    language: 'Italiano',
    languageOf: 'it',
    tabs: 'The chats',
    skips: 'Go to a chat',
    skipTo: name => `Go to ${name}’s chat`,
    citizen: 'citizen',
    citizenHe: 'citizen',
    shopkeeper: 'The shopkeeper',
    keeper: name => `kept by ${name}`,
    operator: 'for the town hall',
    tabShop: 'Shop',
    tabTown: 'Town hall',
    shop: 'Shop',
    newIn: name => `New messages: ${name}`,
    show: 'Open',
    log: name => `${name}’s chat`,
    us: { telegram: 'bot', whatsapp: 'business account' },
    app: 'In which app',
    answer: 'Reply to this message',
    you: 'You',
    close: 'Close',
    reach: { sent: 'sent', delivered: 'delivered', read: 'read' },
    typing: 'is typing…',
    edited: 'edited',
    message: 'Message',
    write: name => `Write as ${name}`,
    send: 'Send',
    commands: 'Commands',
    begin: 'Start',
    photo: 'Photo',
    file: 'Download the file',
    unread: 'new messages',
    emptyTitle: { telegram: 'What can this bot do?', whatsapp: 'The message is written already' },
    empty: {
      telegram: {
        anna: 'In the baker’s window there is a poster with a code. Anna scans it, and this chat opens.',
        luigi: 'Luigi followed the link on the town hall’s site.',
        shopkeeper: 'The shop’s orders arrive here, to be answered with a tap.',
        operator: 'Here the town hall invites shops and sees who answers.',
      },
      whatsapp: {
        anna: 'Anna has scanned the baker’s poster: WhatsApp opens like this. Just send.',
        luigi: 'Luigi has tapped the link on the town hall’s site: WhatsApp opens like this. Just send.',
        shopkeeper: 'The shop’s orders arrive here, to be answered with a tap, or a number.',
        operator: 'Here the town hall invites shops and sees who answers.',
      },
    },
    offline: 'Connection lost: trying again…',
    failed: 'That did not work: try again.',
  },
}

let language = 'it'

/** The words in the language of the page. */
export function w() {
  return words[language]
}

export function languageNow() {
  return language
}

export function setLanguage(to) {
  language = to in words ? to : 'it'
  document.documentElement.lang = language
  document.title = w().title
}

/** Fills in what the page says about itself. */
export function putWords(root) {
  for (const element of root.querySelectorAll('[data-word]')) {
    // `**…**` is bold, nothing else is markup.
    const parts = w()[element.dataset.word].split('**')
    element.replaceChildren(
      ...parts.map((part, at) => {
        if (at % 2 === 0) return part
        const strong = document.createElement('strong')
        strong.textContent = part
        return strong
      }),
    )
  }
  for (const element of root.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', w()[element.dataset.label])
  }
}
