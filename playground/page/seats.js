// SPDX-License-Identifier: AGPL-3.0-or-later
// The four seats: side by side where there is room, else one at a time behind tabs. One of them changes its person:
// the shopkeeper's, by the shop that is chosen.
import { wireComposer } from './composer.js'
import { languageNow, w } from './words.js'

const places = ['anna', 'luigi', 'shop', 'town']

/** `seatKeeper` asks for a shop's keeper, `draw` fills a seat with a chat. */
export function makeSeats({ wide, seatKeeper, draw, doesOf }) {
  const main = document.getElementById('chats')
  const tabs = document.querySelector('.tabs')
  const template = document.getElementById('chat')
  const seats = new Map()
  const unread = new Set()
  const shown = new Map()
  let town
  let place = 'anna'
  let slug = ''

  for (const name of places) {
    const seat = template.content.firstElementChild.cloneNode(true)
    seat.id = `seat-${name}`
    seat.dataset.place = name
    seat.tabIndex = -1
    seat.querySelector('h2').id = `name-${name}`
    seat.querySelector('.commands').id = `commands-${name}`
    seat.querySelector('.slash').setAttribute('aria-controls', `commands-${name}`)
    main.append(seat)
    seats.set(name, seat)
    tabs.append(makeTab(name))
    wireComposer(seat, () => doesOf(idAt(name)))
  }
  const select = putSelect(seats.get('shop'), chosen => {
    show(`shop:${chosen}`)
    seatKeeper(chosen)
  })
  const elsewhere = putElsewhere(seats.get('shop'), id => show(id))
  wide.addEventListener('change', arrange)

  function idAt(name) {
    return name === 'shop' ? `shop:${slug}` : name
  }
  function placeOf(id) {
    return id.startsWith('shop:') ? 'shop' : id
  }
  function personOf(id) {
    return town?.chats.find(each => each.id === id)?.person ?? ''
  }
  function shopName(of) {
    return town?.shops.find(each => each.slug === of)?.name ?? ''
  }

  function makeTab(name) {
    const tab = document.createElement('button')
    tab.type = 'button'
    tab.role = 'tab'
    tab.id = `tab-${name}`
    tab.setAttribute('aria-controls', `seat-${name}`)
    tab.addEventListener('click', () => choose(name))
    tab.addEventListener('keydown', event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      const to = event.key === 'Home' ? 0 : event.key === 'End' ? places.length - 1 : undefined
      if (step === undefined && to === undefined) return
      event.preventDefault()
      const next = places[to ?? (places.indexOf(name) + step + places.length) % places.length]
      choose(next)
      document.getElementById(`tab-${next}`).focus()
    })
    return tab
  }

  function choose(name) {
    place = name
    arrange()
  }

  /** Side by side, or one behind the tabs. */
  function arrange() {
    tabs.hidden = wide.matches
    for (const [name, seat] of seats) {
      const isCurrent = name === place
      seat.hidden = !wide.matches && !isCurrent
      if (wide.matches) {
        seat.removeAttribute('role')
        seat.setAttribute('aria-labelledby', `name-${name}`)
      } else {
        seat.setAttribute('role', 'tabpanel')
        seat.setAttribute('aria-labelledby', `tab-${name}`)
      }
      const tab = document.getElementById(`tab-${name}`)
      tab.setAttribute('aria-selected', String(isCurrent))
      tab.tabIndex = isCurrent ? 0 : -1
      if (!seat.hidden) unread.delete(idAt(name))
      if (!seat.hidden) seat.querySelector('.log').scrollTo({ top: 1e9 })
    }
    putUnread()
  }

  /** Brings a chat to the front, the shop's keeper into his seat. */
  function show(id) {
    if (id.startsWith('shop:') && id.slice(5) !== slug) {
      slug = id.slice(5)
      localStorage.setItem('shop', slug)
      fill('shop')
    }
    choose(placeOf(id))
  }

  function fill(name) {
    const seat = seats.get(name)
    shown.set(name, idAt(name))
    draw(seat, idAt(name))
    putWho(name)
    select.value = slug
  }

  function putWho(name) {
    const seat = seats.get(name)
    const person = personOf(idAt(name))
    seat.querySelector('.face').textContent = person
      .split(' ')
      .map(part => part[0] ?? '')
      .join('')
    const { citizen, citizenHe, keeper, operator } = w()
    seat.querySelector('h2').textContent = name === 'shop' ? shopName(slug) : person
    seat.querySelector('.role').textContent = { anna: citizen, luigi: citizenHe, shop: keeper(person), town: operator }[
      name
    ]
  }

  function putUnread() {
    const others = [...unread].filter(id => placeOf(id) === 'shop' && id !== idAt('shop'))
    elsewhere.show(others[0], others[0] && shopName(others[0].slice(5)))
    for (const name of places) {
      const isUnread = [...unread].some(id => placeOf(id) === name)
      const tab = document.getElementById(`tab-${name}`)
      const label = { shop: w().tabShop, town: w().tabTown }[name] ?? personOf(name).split(' ')[0]
      const dot = document.createElement('span')
      dot.className = 'visually-hidden'
      dot.textContent = ` (${w().unread})`
      tab.replaceChildren(label, ...(isUnread ? [dot] : []))
      tab.classList.toggle('unread', isUnread)
    }
    for (const option of select.options) {
      const mark = unread.has(`shop:${option.value}`) ? '● ' : ''
      option.textContent = mark + shopName(option.value)
    }
  }

  function putWordsHere() {
    select.setAttribute('aria-label', w().shop)
    if (town) for (const name of places) putWho(name)
    elsewhere.putWords()
    putUnread()
    putSkips(places.map(name => [name, w().skipTo(name === 'shop' ? shopName(slug) : personOf(name))]))
  }

  return {
    show,
    isShown: id => [...shown.values()].includes(id),
    /** Something came in a chat that may not be in view. */
    notice(id) {
      const name = placeOf(id)
      if (shown.get(name) === id && !seats.get(name).hidden) return
      unread.add(id)
      putUnread()
    },
    setTown(snapshot) {
      town = snapshot
      const stored = localStorage.getItem('shop')
      const isKnown = of => town.shops.some(each => each.slug === of)
      if (!isKnown(slug)) slug = isKnown(stored) ? stored : town.firstShop
      select.replaceChildren(...town.shops.map(({ slug, name }) => new Option(name, slug)))
      select.value = slug
      for (const name of places) if (shown.get(name) !== idAt(name)) fill(name)
      if (town.ready && slug !== town.firstShop) seatKeeper(slug)
      putWordsHere()
      arrange()
    },
    putWords: putWordsHere,
  }
}

function putSelect(seat, choose) {
  const select = document.createElement('select')
  select.lang = 'it'
  select.addEventListener('change', () => choose(select.value))
  seat.querySelector('h2').classList.add('visually-hidden')
  const pick = document.createElement('span')
  pick.className = 'pick'
  pick.append(select)
  seat.querySelector('.who-text').prepend(pick)
  return select
}

/** A line that says that another shop has news. */
function putElsewhere(seat, show) {
  const line = document.createElement('p')
  line.className = 'elsewhere'
  line.hidden = true
  const words = document.createElement('span')
  const button = document.createElement('button')
  button.type = 'button'
  line.append(words, button)
  seat.querySelector('.top').after(line)
  let id
  let name = ''
  const putWords = () => {
    words.textContent = w().newIn(name)
    button.textContent = w().show
  }
  button.addEventListener('click', () => show(id))
  return {
    putWords,
    show(itsId, itsName) {
      id = itsId
      name = itsName ?? ''
      line.hidden = itsId === undefined
      putWords()
    },
  }
}

/** For who comes by keyboard: straight to a chat. */
function putSkips(links) {
  const nav = document.querySelector('.skips')
  nav.lang = languageNow()
  nav.replaceChildren(
    ...links.map(([name, label]) => {
      const link = document.createElement('a')
      link.href = `#seat-${name}`
      link.textContent = label
      return link
    }),
  )
}
