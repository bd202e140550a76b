### Every word a person reads. Friendly, short, plain British English for people who live in Italy.
### In the texts <b>…</b>, <i>…</i> and <a href="…">…</a> are the only signs; “&” is written &amp;.

language-name = English
language-choose = Which language shall we speak?

## Words that mean the same everywhere, separated by commas

words-home = shops, menu, home, start, hi, hello, good morning
words-help = help, how it works, how does it work, support
words-orders = orders, my orders, order, cancel
words-bag = bag, my bag, basket, my basket, cart
words-language = language, lingua, english, italian
words-stop = stop, unsubscribe, stop messages, no more messages, stop writing to me, opt out
words-erase = delete me, delete my data, erase me, erase my data, remove my data, forget me, delete my account, right to be forgotten
words-my-data = my data, see my data, export my data, download my data, give me my data, a copy of my data, copy of my data, what data do you have
words-privacy = privacy, privacy notice, privacy policy, data protection
words-today = today
words-counter = my shop, my store, my counter, my work, shopkeeper
words-shopping = go shopping, do my shopping, do the shopping, i want to shop
words-link = link, link chat, link whatsapp, link telegram, connect
words-yes = yes, yes please, sure, of course, ok, okay, sì, ask
words-no = no, no thanks, never mind, leave it, nothing, none

command-negozi = The shops in town
command-busta = My bag
command-ordini = My orders
command-aiuto = How it works
command-lingua = Change language
command-oggi = Today’s orders
command-inizio = The start page

## Days, amounts, prices

day-today = today
day-tomorrow = tomorrow
amount-pieces = { $count ->
    [one] { $count } piece
   *[other] { $count } pieces
}
amount-grams = { $grams } g
amount-kilos = { $kilos } kg
price-per-kilo = { $price }/{"\u2060"}kg
line-name = { $name }, { $amount }
line-priced = { $what } · { $price }
line-note = <i>“{ $note }”</i>
line-struck = { $what } · not available
line-asked-open = { $what } · price to be asked
line-asked-counter = { $what } · price at the counter
line-asked-shop = <b>{ $what }</b> (not in your list: price?)
line-changed = { $before } → <b>{ $amount } · { $price }</b>
line-repriced = { $before } → <b>{ $price }</b>
line-without = { $before } → <b>not available</b>
own-words = “{ $said }”
list-or = { $first } or { $last }

when-at = { $day } at { $time }
by-time = by { $time }
by-day = by { $day } at { $time }
when-between = { $day }, any time from { $from } to { $to }
when-until = { $day }, any time until { $to }
when-shipped = { $days ->
    [one] arrives within one working day
   *[other] arrives within { $days } working days
}

total = Total { $price }
total-estimated = Total about { $price }: the exact weight is known at the counter.
total-open = Total about { $price }, without { $what }: the shop will tell that price.
total-offered = New total <b>{ $price }</b> (before { $before }).

handover-pickup = Collection { $when } · { $shop }, { $address }
handover-delivery = Delivery { $when } · { $address }
handover-shipment = By post, { $when } · { $address }

pay-pickup = You pay in the shop: { $ways }.
pay-delivery = You pay on delivery: { $ways }.
pay-shipment = The shop will write to you about payment.
payment-cash = cash
payment-card = card
payment-voucher = shopping voucher

## The town and its shops

more-shops = More shops…
help = Help
more = More…
back = Back
later = later

shop-open = open until { $until }
shop-opens = opens { $at }
shop-closed = closed
shop-paused = on a break until { $until }

allergens = Allergens: { $list }.

allergen-gluten = gluten
allergen-crustaceans = crustaceans
allergen-eggs = eggs
allergen-fish = fish
allergen-peanuts = peanuts
allergen-soybeans = soya
allergen-milk = milk
allergen-nuts = tree nuts
allergen-celery = celery
allergen-mustard = mustard
allergen-sesame = sesame
allergen-sulphites = sulphites
allergen-lupin = lupin
allergen-molluscs = molluscs

## Lists

list-and-more = { $list } and more ({ $count })
list-item = { $name } { $amount }

## The state of an order

state-placed = to be accepted
state-proposed = waiting for a yes
state-accepted = accepted
state-ready = ready
state-fulfilled = handed over
state-declined = declined
state-cancelled = cancelled
state-expired = expired
state-missed = not collected

## Help, and when things do not go as one would like

help-rights = And about your data: “stop”, “my data”, “delete me”, “privacy”.
my-data = My data
change-language = Language / Lingua
database-away = One moment, please: something is stuck on our side. What you wrote is not lost, I’ll answer as soon as I can.
flooded = You write faster than I can read: what arrives now I do not read. Please wait ten seconds and write to me again.
read-in-part = That is a very long message and I read only its first part: please write what is missing in another message.
choose-again = Choose one of these:
button-old = That button is from an earlier page: here is the current one.
done-already = Already done.

refused-shop-gone = That shop is not here at the moment.
refused-shop-paused = The shop is on a break: try again later.
refused-bag-empty = Your bag is empty.
refused-slot-full = That time has just filled up.
refused-slot-gone = That time is no longer free.
refused-product-gone = That product is no longer here.
refused-product-stock = There is not enough of it left.
refused-quantity-changed = One amount no longer works: have a look at your bag.
refused-quantity-too-small = It is not sold in amounts that small.
refused-quantity-too-large = That is more than can be ordered here.
refused-quantity-step = It is not sold in that amount: choose another.
refused-quantity-unit = It is sold differently: choose here how much.
refused-fulfillment-unknown = The shop no longer offers that: choose again.
refused-address-missing = Something is missing: write street, number and postcode.
refused-address-too-far = The shop does not go that far: write another address, with its postcode.
refused-delivery-minimum = Delivery needs a little more in the bag.
refused-own-words-no = The shop takes orders only for what it lists: take the rest out of the bag.
refused-own-words-alone = Add something the shop lists: on its own this can’t be asked for.
refused-change-unfit = That does not work: please check the changes.
refused-nothing-left = Nothing would be left: if you can’t do the order, decline it.
refused-order-gone = That order is not here.
refused-order-moved = The order has changed in the meantime: here is how it stands now.
refused-too-late = It is too late to cancel here: please call the shop.
refused-municipality-unknown = That town is no longer here.
refused-shop-unknown = That shop is no longer here.
refused-not-allowed = This page is not open to you.
refused-invitation-unknown = This invitation is not valid.
refused-invitation-used = This invitation has already been used.
refused-invitation-revoked = This invitation was taken back: ask for a new one.
refused-last-publisher = You are the only publisher of the town: first invite whoever takes your place.
refused-invitation-expired = This invitation has expired: ask for a new one.
refused-too-many-tries = Too many attempts: try again in an hour.

## On WhatsApp

whatsapp-choose = Choose
whatsapp-answer-number = Answer with the number, or write what you need.
whatsapp-answer-letter = Answer with the letter.

## Why a shop declines

decline-sold-out = Sold out
decline-too-busy = Too busy
decline-closing = Closing

## Several channels

more-choices = More…
channel-telegram = Telegram
channel-whatsapp-cloud = WhatsApp
channel-whatsapp-web = WhatsApp
linked-chats = My chats
link-title = <b>Your chats</b>
    The same bag and the same orders here and in another chat: if one fails, we tell you in the other.
link-chat = { $channel }, last used { $day }
link-show-code = Link another chat
link-take-off = Unlink { $channel }
link-leave = Unlink this chat
link-off = Done: the two chats are no longer linked.
link-role = Whoever keeps a shop or works for the municipality enters another chat by an invitation of its own: nothing is linked here.
link-code = Your code is <b>{ $code }</b>, good for a quarter of an hour and once only. Write it in your other chat: there too you will see the bag and the orders of this one. Give it to nobody.
link-open = Open { $channel } and send the message that is ready there: { $url }
link-write = Write it in our chat on { $channel }.
link-ask = This code belongs to a chat on { $channel }, of somebody called «<b>{ $name }</b>». If you link this chat to it, you see their bag and their orders here, and over there they see what you order here from now on, addresses included.
link-ask-mutual = The orders and the bag that you have here already would be seen there as well: we ask you again before that.
link-ask-you = Say yes only if that is you over there too.
link-yes = Yes, that’s me
link-no = No, leave it
move-ask = WhatsApp tells us that you wrote from another number before: there you were called «<b>{ $name }</b>». Would you like to find the bag and the orders of then here, with the addresses? Say yes only if that was you. Whoever keeps a shop or works for the municipality awaits a confirmation as well.
link-number = The number is <b>{ $number }</b>. Now look at your other chat, on { $channel }: we ask you to choose it there. Tell it to nobody.
link-stop = Leave it
link-question = On { $channel } somebody called «<b>{ $name }</b>» wants to see your bag, your orders with the addresses, and those to come.
link-question-mutual = Your bag and theirs, your orders and theirs would become one.
link-question-number = If that is you: which number do you see there, on { $channel }?
link-nobody = None: that’s not me
link-one-more = Right. One more step, the other way round.
link-done = Done: the two chats are linked. For 24 hours you can undo it here.
link-refused = All right: nothing has changed.
link-undo = Undo with { $channel }
link-undo-here = Undo the link
link-undo-ask = Undo the link with { $channel }? You can until { $until }. Each chat takes back the orders that it had before. Bags that were joined and orders placed since stay with the one who showed the code.
link-undo-yes = Yes, undo it
link-undone = Done: each chat is on its own again.
notice-linked = A chat on { $channel } is linked to yours: { $mutual ->
    [0] your bag and your orders are seen there, with the addresses.
   *[other] bag and orders, with the addresses, are one.
} If that was not you, undo it at once: you have 24 hours.
notice-joined-chat = Done: this chat is linked to the one on { $channel }. You see its bag and its orders here, and there what you order here is seen. If that was not you, undo it at once: you have 24 hours.
notice-parted = { $because ->
    [role] The chat on { $channel } now belongs to somebody who works with orders: it is no longer linked. Bag and orders stay here.
   *[other] The chat on { $channel } is no longer linked to yours.
}
notice-parted-here = { $because ->
    [undone] The link was undone: this chat is on its own again, with what it had before.
   *[other] This chat was unlinked: the other one’s bag and orders are no longer seen here.
}
notice-link-refused = { $because ->
    [wrong-number] The number chosen was not the one: the chats were not linked, and nothing has changed. If that is you, begin again with a new code.
    [role] Whoever keeps a shop or works for the municipality links no chats: nothing has changed.
   *[other] Linking the two chats was refused: nothing has changed.
}
refused-link-code-unknown = This code does not count, or no longer does: ask for a new one in the other chat.
refused-link-already = This chat is linked already.
refused-link-role = Whoever keeps a shop or works for the municipality enters another chat by an invitation of its own.
refused-link-over = This link is no longer there: to link chats you need a new code.
refused-link-wrong-number = That is not the number: nothing has changed. If that is you, begin again with a new code.

line-substituted = { $before } → instead <b>{ $what } · { $price }</b>
refused-bag-changed = Your bag has changed meanwhile: here it is now.

## Your data

stop-done = Done: no news and no announcements from us. About your orders under way we still write, until they have ended.
stop-role = You go on getting what your work for { $roles } needs: orders and notices. That ends when the role ends.
stop-take-back = I want the news as well
stop-taken-back = All right: when the town or the shops have news, we may write to you. To end that, write “stop”.
erase-ask = <b>Shall we erase everything about you?</b>
    Your name, chats, messages, bag and files go, with the addresses, notes and your own words in orders.
erase-stays = Orders stay without a name (products, sums, times), for the shops’ books; and, without a name, what you said about consent and what you did in a role.
erase-roles = Your role for { $roles } ends as well.
erase-cancels = We cancel { $codes } and tell the shop.
erase-finishes = { $codes }: too late to cancel, so it is finished first. Then we erase everything by ourselves.
erase-copies = Automatic backups are replaced within seven days of use; for others ask whoever runs the service. What has already reached a shop, or your telephone, only its holder can remove.
erase-yes = Yes, erase everything
erase-no = No, leave it
erase-waiting = We erase everything by ourselves as soon as { $codes } has ended.
erase-keep = Do not erase any more
erase-kept = All right, everything stays as it is.
erase-hand-over = In { $town } you are the only publisher: first invite whoever takes your place, then write “delete me” again.
erased = Done: we keep nothing about you any more. If you write again, we meet for the first time.
privacy-text = <b>Your data</b>
    What we write to each other: { $conversation } days, then only that there was a message, up to { $trace }. The bag: { $bag } days after its last change. Files: { $file } days.
    Orders: with your name for { $order } months after they have ended, then without. Your profile: as long as you use us, and { $person } months more. Proof of consent: { $proof } years.
privacy-link = The notice of <b>{ $town }</b>: <a href="{ $url }">how we treat your data</a>.
privacy-words = At any time you can write “my data”, “stop” or “delete me”.
privacy-export = Send me my data
privacy-erase = Erase my data
my-data-file = my-data
my-data-here = Here is all that we have about you: a page to read, and the same as JSON. We keep these copies for { $days } days.
my-data-title = Your data in Spesa in Comune, { $day } at { $time }
my-data-intro = All that is kept about you, table by table. Internal codes stand in the JSON file.
my-data-kept = It is kept: { $times }.
class-conversation = content of messages, { $days } days
class-trace = that there was a message, { $days } days
class-errand = work for the chat, { $days } days
class-file = files, { $days } days
class-code = codes and tries, { $days ->
    [one] one day
   *[other] { $days } days
}
class-bag = bag, { $days } days after its last change
class-order = the personal part of orders, { $days } days after they have ended
class-person = profile and chats, { $days } days after the last message
class-role = role, as long as it lasts
class-invitation = invitations, { $days } days
class-audit = acts of people with a role, { $days } days
class-proof = proof of consent and erasure, { $days } days
class-storefront = the shop’s window, as long as it takes part
held-people = Your profile
held-chats = Your chats
held-bags = Your bags
held-bag_lines = What is in the bags
held-orders = Your orders
held-order_lines = What you ordered
held-order_events = The history of the orders
held-inbox = Messages received and not yet dealt with
held-messages = Messages we sent you
held-errands = Work for your chat
held-files = Files
held-shop_refusals = Shops that do not take your orders
held-sweep_failures = Failed work that concerns you
held-roles = Your roles
held-invitations = Invitations made or used
held-invitation_tries = Tries with wrong codes
held-links = Links between chats
held-link_codes = Codes that link chats
held-audit = What you did in a role
held-consents = What you said about consent
held-erasures = Erasures asked for
held-shops = Shops
