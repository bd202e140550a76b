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
words-stop = stop, unsubscribe, delete me
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

change-language = Language / Lingua
database-away = One moment, please: something is stuck on our side. What you wrote is not lost, I’ll answer as soon as I can.
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
