// SPDX-License-Identifier: AGPL-3.0-or-later
// The four seats: side by side where there is room, else one at a time behind tabs. Each is played in one of two apps,
// and one of them changes its person: the shopkeeper's, by the shop that is chosen.
import { wireComposer } from './composer.js'
import { wireSheet } from './sheet.js'
import { putElsewhere, putSelect } from './shops.js'
import { makeSwitch } from './switch.js'
import { languageNow, w } from './words.js'

const places = ['anna', 'luigi', 'shop', 'town']

/** `sit` says that a chat is played from now on, `draw` fills a seat with it. */
export function makeSeats({ wide, sit, draw, doesOf }) {
  const main = document.getElementById('chats')
  const tabs = document.querySelector('.tabs')
  const template = document.getElementById('chat')
  const seats = new Map()
  const unread = new Set()
  const shown = new Map()
  const switches = new Map()
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
    wireSheet(seat)
    switches.set(
      name,
      makeSwitch(seat, app => goTo(`${at(name)}/${app}`)),
    )
  }
  const select = putSelect(seats.get('shop'), chosen => goTo(`shop:${chosen}/${appAt(`shop:${chosen}`)}`))
  const elsewhere = putElsewhere(seats.get('shop'), goTo)
  wide.addEventListener('change', arrange)

  /** Who sits there, in which app, in which chat. */
  function at(name) {
    return name === 'shop' ? `shop:${slug}` : name
  }
  function appAt(who) {
    return town?.apps[who] ?? 'telegram'
  }
  function idAt(name) {
    return `${at(name)}/${appAt(at(name))}`
  }
  function placeOf(id) {
    return id.startsWith('shop:') ? 'shop' : id.split('/')[0]
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

  /** Brings a chat to the front: its keeper into the seat, its app onto the screen. */
  function show(id) {
    const [who, app] = id.split('/')
    if (who.startsWith('shop:') && who.slice(5) !== slug) {
      slug = who.slice(5)
      localStorage.setItem('shop', slug)
    }
    play(who, app)
    choose(placeOf(id))
  }

  /** It is played in this app, here or in another window. */
  function play(who, app) {
    if (town) town.apps[who] = app
    const name = placeOf(who)
    if (at(name) === who && shown.get(name) !== idAt(name)) fill(name)
    arrange()
  }

  function goTo(id) {
    show(id)
    sit(id)
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
    const others = [...unread].filter(id => placeOf(id) === 'shop' && !id.startsWith(`${at('shop')}/`))
    elsewhere.show(others[0], others[0] && shopName(shopIn(others[0])))
    for (const name of places) {
      const news = [...unread].filter(id => id.startsWith(`${at(name)}/`)).map(id => id.split('/')[1])
      switches.get(name).show(appAt(at(name)), news)
      const isUnread = [...unread].some(id => placeOf(id) === name)
      const tab = document.getElementById(`tab-${name}`)
      const label = { shop: w().tabShop, town: w().tabTown }[name] ?? personOf(idAt(name)).split(' ')[0]
      const dot = document.createElement('span')
      dot.className = 'visually-hidden'
      dot.textContent = ` (${w().unread})`
      tab.replaceChildren(label, ...(isUnread ? [dot] : []))
      tab.classList.toggle('unread', isUnread)
    }
    for (const option of select.options) {
      const isOther = option.value !== slug
      const mark = isOther && [...unread].some(id => shopIn(id) === option.value) ? '● ' : ''
      option.textContent = mark + shopName(option.value)
    }
  }

  function putWordsHere() {
    select.setAttribute('aria-label', w().shop)
    if (town) for (const name of places) putWho(name)
    elsewhere.putWords()
    putUnread()
    putSkips(places.map(name => [name, w().skipTo(name === 'shop' ? shopName(slug) : personOf(idAt(name)))]))
  }

  return {
    show,
    play,
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
      if (town.ready && slug !== town.firstShop) sit(idAt('shop'))
      putWordsHere()
      arrange()
    },
    putWords: putWordsHere,
  }
}

function shopIn(id) {
  return id.startsWith('shop:') ? id.slice(5).split('/')[0] : ''
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
