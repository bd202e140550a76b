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
line-substituted = { $before } → instead <b>{ $what } · { $price }</b>
line-without = { $before } → <b>not available</b>
own-words = “{ $said }”
list-or = { $first } or { $last }
no-time = no time

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
fee-pickup = Collection { $price }
fee-delivery = Home delivery { $price }
fee-shipment = Postage { $price }

handover-pickup = Collection { $when } · { $shop }, { $address }
handover-delivery = Delivery { $when } · { $address }
handover-shipment = By post, { $when } · { $address }

pay-pickup = You pay in the shop: { $ways }.
pay-delivery = You pay on delivery: { $ways }.
pay-shipment = The shop will write to you about payment.
payment-cash = cash
payment-card = card
payment-voucher = shopping voucher

## First meeting

greeting = Hello { $name }, here you order from the shops { $known ->
    [0] in your town
   *[other] of { $town }
} and collect without queueing. You pay in the shop.
    We use your name and your orders only to serve you.
greeting-with-link = Hello { $name }, here you order from the shops { $known ->
    [0] in your town
   *[other] of { $town }
} and collect without queueing. You pay in the shop.
    We use your name and your orders only to serve you: <a href="{ $privacy }">how we treat your data</a>.

town-choose = Which town do you shop in?
town-unknown = That town is not here yet. Pick one from the list.

## The town and its shops

home-title = <b>{ $town }</b>
    Which shop would you like?
home-empty = <b>{ $town }</b>
    There are no shops here yet. Do come back soon.
home-shop = <b>{ $shop }</b> · { $open }
home-bag = Back to the bag · { $shop }
shops = The shops
more-shops = More shops…
other-shops = Other shops
my-orders = My orders
my-orders-count = My orders ({ $count })
help = Help
more = More…
previous = Previous
back = Back
change = Change
later = later
earlier = earlier

shop-open = open until { $until }
shop-opens = opens { $at }
shop-closed = closed
shop-paused = on a break until { $until }
shop-title = <b>{ $shop }</b> · { $address } · { $open }
first-pickup = First free collection: { $when }.
first-delivery = First free delivery: { $when }.
slots-none-soon = No free times at the moment.
shop-invitation = Write what you need as you would say it at the counter ({ $category ->
    [bakery] “half a kilo of bread and 3 focaccine”
    [greengrocer] “a kilo of apples and two onions”
    [delicatessen] “200 g of raw ham, thinly sliced”
    [butcher] “half a kilo of mince and 4 sausages”
    [newsagent] “the paper and a bus ticket”
    [florist] “a bunch of wild flowers and three red roses”
    [restaurant] “two lasagne and a tiramisù”
    [dairy] “300 g of toma and a ricotta”
   *[other] “a pack of this and two of that”
}) or choose:
shop-no-goods = There is nothing in the window yet.

category-title = <b>{ $category }</b>
category-empty = Everything here has sold out.

product-title = <b>{ $name }</b> · { $price }
allergens = Allergens: { $list }.
minimum-age = Only for those aged { $age } or over: the shop will ask for proof of age.
stock-left = Only { $amount } left.
in-bag-already = In your bag: { $amount }. Choose again to change the amount.
other-amount = Another amount
how-much-piece = How many of <b>{ $name }</b>? Type the number.
how-much-weight = How much of <b>{ $name }</b>? Say it as you would at the counter: “300 g”, “half a kilo”, “4 pieces”.
added = Added: { $name }, { $amount }

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

## The bag

my-bag = My bag · { $price }
my-bag-short = My bag
bag-title = <b>Your bag</b> · { $shop }
bag-none = Your bag is empty: choose something you like.
bag-emptied = Bag emptied
choose-time-pickup = Choose when to collect
choose-time-delivery = Choose where and when
choose-time-shipment = Say where to send it
choose-handover = How would you like it?
add-more = Add something
bag-edit-title = What would you like to change?
empty-bag = Empty the bag
bag-line-hint = Choose another amount, or type it.
add-note = Add a note
note-ask = A note for <b>{ $name }</b>? Say it as you would at the counter: “well done”, “sliced thin”.
note-drop = Remove the note
note-kept = Note added
note-long = A little shorter, please: { $most } characters at most.
remove = Take it out
removed = Taken out of the bag
changed = Changed: { $name }, { $amount }

gap = { $shop } has just run out of <b>{ $name }</b>. Shall I take it out, or would you like something else?
gap-rest = { $shop } has only { $amount } of <b>{ $name }</b> left. Is that all right, or would you like something else?
gap-take = I’ll take { $amount }

## The list, written as at the counter

list-put = In your bag now: { $items }.
list-put-more = { $count ->
    [one] In your bag now: { $items } and one more thing.
   *[other] In your bag now: { $items } and { $count } more things.
}
list-and-more = { $list } and more ({ $count })
list-item = { $name } { $amount }
list-item-note = { $what } (“{ $note }”)
list-item-was = { $item } (before { $was })
list-money = For that money, of { $name }: about { $amount }.
list-step = { $name } is sold by { $step }: I put down { $amount }.
list-minimum = Of { $name } one takes at least { $least }.
list-maximum = Of { $name } one can order { $most } at most.
list-stock = Of { $name } only this is left: { $amount }.
list-gone = { $name }: there is none left today.
list-unlisted = “{ $said }” is not sold here: I left it out.
list-question = { $shop } · { $open }.
list-question-call = { $shop } · { $open }. For any other question, just call: { $phone }.
ask-which = “{ $said }”: which one?
ask-amount = How much of <b>{ $name }</b>?
ask-words = I can’t find “{ $said }” here: shall I ask the shop along with the order?
ask-unlisted = “{ $said }” is no longer sold here.
ask-yes = Yes, ask
ask-no = No, leave it
ask-all = Yes, ask for all ({ $count })
ask-other = Other: ask the shop
ask-leave = Leave it
ask-rest = { $count ->
    [one] Then one last question.
   *[other] Then { $count } more questions.
}
asked-too = { $count ->
    [one] I’ll ask the shop along with the order.
   *[other] I’ll ask the shop for all of it along with the order.
}
left-out = Left out: “{ $said }”
answer-open = Still unclear ({ $count })
bag-unclear = Still unclear: { $list }.
review-unclear = Still unclear, so not in this order: { $list }.
bag-alone = That can’t be asked for on its own: add something the shop lists.
bag-alone-call = That can’t be asked for on its own: add something the shop lists, or call: { $phone }.
unclear = “{ $said }”: I did not understand that. Try other words, or choose from the counter.
unclear-call = “{ $said }”: I did not understand that. Try other words, choose from the counter, or call the shop: { $phone }.
unclear-again = I did not understand that. Meanwhile:
from-counter = See the counter
hours = { $day }: { $hours }
hours-closed = { $day }: closed
shop-card-call = For anything else, just call: { $phone }

## How and when

handover-choose = How would you like it?
handover-pickup-label = I’ll collect it
handover-delivery-label = Home delivery
handover-delivery-label-fee = Home delivery · { $fee }
handover-shipment-label = By post
handover-shipment-label-fee = By post · { $fee }
address-ask-delivery = Where shall we bring it? Write street, number and postcode ({ $postcodes }).
address-ask-shipment = Where shall we send it? Write name, street, number, postcode and town.
address-known = Last time: { $address }
address-same = The same address

slots-choose-pickup = When will you come by?
slots-choose-delivery = When shall we bring it?
slots-full = Sorry, { $time } is no longer free. Would one of these do?
slots-none = <b>{ $shop }</b> has no free times over the next few days. Your bag stays here.
slots-none-call = <b>{ $shop }</b> has no free times over the next few days. Your bag stays here; you can also call: { $phone }.
other-days = other days

review-title = <b>All correct?</b>
send-order = Send the order
order-sent = Order sent

## The order, for whoever placed it

order-placed = <b>Order { $code }</b> sent. { $shop } will reply { $acceptBy }.
order-proposed = <b>Order { $code }</b>: { $shop } suggests <b>{ $proposed }</b>. Does that suit you? Please reply { $acceptBy }.
order-offered = <b>Order { $code }</b>: { $shop } suggests a change. Is that all right? Please answer { $acceptBy }.
order-accepted = { $fulfillment ->
    [delivery] <b>Order { $code } accepted.</b> It arrives { $when }.
    [shipment] <b>Order { $code } accepted.</b> { $shop } is packing it.
   *[pickup] <b>Order { $code } accepted.</b> See you { $when }, collection code <b>{ $pickupCode }</b>.
}
order-ready = { $fulfillment ->
    [delivery] <b>Order { $code }</b>: your bag is on its way.
    [shipment] <b>Order { $code }</b>: your parcel is in the post.
   *[pickup] <b>Order { $code }</b>: your bag is ready. Collection code <b>{ $pickupCode }</b>.
}
order-fulfilled = { $fulfillment ->
    [delivery] <b>Order { $code }</b> delivered. Thank you from { $shop }.
    [shipment] <b>Order { $code }</b> arrived. Thank you from { $shop }.
   *[pickup] <b>Order { $code }</b> collected. Thank you from { $shop }.
}
order-declined = { $callable ->
    [0] <b>Order { $code }</b>: { $shop } can’t do it this time ({ $reason }).
   *[other] <b>Order { $code }</b>: { $shop } can’t do it this time ({ $reason }). If you like, call: { $phone }.
}
order-cancelled = <b>Order { $code }</b> cancelled.
order-expired = { $silent ->
    [citizen] <b>Order { $code }</b>: { $shop }’s suggestion was not answered in time, so the order has lapsed.
    [callable] <b>Order { $code }</b>: { $shop } did not reply in time, we are sorry. You can call: { $phone }.
   *[shop] <b>Order { $code }</b>: { $shop } did not reply in time, we are sorry.
}
order-missed = <b>Order { $code }</b>: we missed you. If that is not how it went, write or drop in at { $shop }.

approach = I’m on my way
approach-told = The shop knows: see you soon
approach-known = The shop knows already
agree = That’s fine
agreed = Lovely, confirmed
refuse-time = No, cancel it
refuse-change = Cancel the order
cancel = Cancel
cancel-ask = Shall I cancel order { $code } from { $shop }?
cancel-yes = Yes, cancel it
cancel-no = No, keep it
cancelled = Order cancelled
shop-again = Back to { $shop }
reminder = { $fulfillment ->
    [delivery] Your shopping from { $shop } arrives soon, at { $time }.
   *[pickup] A reminder: you collect at { $time } from { $shop }.
}

orders-title = <b>Your orders</b>
orders-none = You have not ordered anything yet.
orders-line = <b>{ $code }</b> · { $shop } · { $when } · { $state }

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

help-text = <b>How it works</b>
    Choose a shop, fill your bag, choose when to come by. The shop confirms here in the chat and you collect without queueing: you pay in the shop.
    At any time you can write “shops”, “bag” or “orders”.
help-stop = We write only about your orders, never advertising. If you want no more messages, simply block this chat.
help-call = { $shop }: { $phone }
change-language = Language / Lingua
lost-text = “{ $said }”: I did not understand that. Try other words, or choose from here.
lost-other = That I can’t read. Write me a couple of words, or choose from here.
apology = Something on our side did not work and we are already looking into it. Your bag is safe.
database-away = One moment, please: something is stuck on our side. What you wrote is not lost, I’ll answer as soon as I can.
choose-again = Choose one of these:
button-old = That button is from an earlier page: here is the current one.
done-already = Already done.

refused-shop-gone = That shop is not here at the moment.
refused-shop-paused = The shop is on a break: try again later.
refused-bag-empty = Your bag is empty.
refused-bag-changed = Your bag has changed meanwhile: here it is now.
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
refused-delivery-minimum-of = Delivery starts at { $minimum }: add a little more.
refused-own-words-no = The shop takes orders only for what it lists: take the rest out of the bag.
refused-own-words-alone = Add something the shop lists: on its own this can’t be asked for.
refused-change-unfit = That does not work: please check the changes.
refused-nothing-left = Nothing would be left: if you can’t do the order, decline it.
refused-order-gone = That order is not here.
refused-order-moved = The order has changed in the meantime: here is how it stands now.
refused-too-late = It is too late to cancel here: please call the shop.
refused-municipality-unknown = That town is no longer here.
refused-shop-unknown = That shop is no longer here.
slot-between = { $day } { $from }–{ $to }
refused-not-allowed = This page is not open to you.
refused-invitation-unknown = This invitation is not valid.
refused-invitation-used = This invitation has already been used.
refused-invitation-expired = This invitation has expired: ask for a new one.
refused-too-many-tries = Too many attempts: try again in an hour.

## On WhatsApp

whatsapp-choose = Choose
whatsapp-answer-number = Answer with the number, or write what you need.
whatsapp-answer-letter = Answer with the letter.

## For those who keep a shop

desk = Start page
desk-title = Hello, where to?
desk-town = Municipality of { $town }
desk-stranger = Hello. This chat is for the shops and the town hall: to come in, open the invitation link the town hall sent you.
desk-help = Orders arrive here: answer with a tap. Write “today” for today’s list. With “Pause” or “Close for today” no new orders come in; those already accepted stay.
desk-lost = That I can’t read. Write “today” for today’s orders.
desk-apology = Something on our side did not work and we are already looking into it. The orders are safe.
joined-shopkeeper = Welcome: from now on the orders arrive here.
joined-operator = Welcome: this is your town.

today-title = <b>{ $shop }</b> · { $day }, { $count ->
    [0] no orders
    [one] { $count } order
   *[other] { $count } orders
}{ $waiting ->
    [0] {""}
   *[other] {" "}· <b>{ $waiting } to accept</b>
}
today-paused = On a break until { $until }: no new orders come in.
today-line = { $time } { $code } { $citizen } · { $price } · { $state }
today-line-waiting = { $time } { $code } { $citizen } · { $price } · <b>{ $state }</b>
today-more = … and { $count } more.
to-answer = To accept ({ $count })
to-answer-title = <b>To accept</b>
nothing-to-answer = No orders are waiting.
preparation = To prepare
preparation-title = <b>To prepare { $day }</b> · { $count ->
    [one] { $count } order
   *[other] { $count } orders
}
preparation-none = Nothing to prepare { $day }: accepted orders appear here.
preparation-line = { $name } · { $amount }
preparation-words = { $what }
preparation-wish = { $code }: { $name }, “{ $note }”
today = Today
tomorrow = Tomorrow
pause = Pause
resume = Take orders again
resumed = Off we go: orders are coming in again.
close-today = Close for today
closed-today = Closed for today: no new orders until tomorrow.
pause-title = <b>{ $shop }</b>: how long would you like no new orders?
pause-minutes = { $minutes ->
    [30] half an hour
    [60] an hour
   *[other] two hours
}
pause-until-tomorrow = until tomorrow
paused = On a break until { $until }

card-placed = <b>New order { $code }</b> · { card-way }
card-proposed = <b>{ $code }</b> · { $proposed } suggested, waiting for the reply · was { $when }
card-offered = <b>{ $code }</b> · changes suggested by { $who }, waiting for the answer · { card-way }
card-accepted = <b>{ $code }</b> · { card-way }
    { $how ->
    [auto] Accepted automatically, { $at }
    [citizen] Confirmed by the customer, { $at }
   *[shop] Accepted by { $who }, { $at }
}
card-ready = <b>{ $code }</b> · { card-way }
    Ready · { $who }, { $at }
card-fulfilled = <b>{ $code }</b> · handed over, { $at }
card-declined = <b>{ $code }</b> · declined by { $who } ({ $reason })
card-cancelled = <b>{ $code }</b> · cancelled by the customer, { $at } · was { $when }
card-expired = <b>{ $code }</b> · expired without a reply, { $at }
card-missed = <b>{ $code }</b> · not collected · was { $when }
card-way = { $fulfillment ->
    [delivery] delivery { $when }
    [shipment] by post
   *[pickup] collection { $when }
}
card-citizen = { $before ->
    [0] { $citizen }, first order with you
    [one] { $citizen }, { $before } earlier order with you
   *[other] { $citizen }, { $before } earlier orders with you
}
card-address = Address: { $address }
card-approaching = On the way here ({ $at })
card-total = Total { $price }
card-total-estimated = About { $price }: exact weight at the counter
card-total-open = About { $price }, without { $what }
card-answer-by = Please answer { $by }.

do-accept = Accept
do-propose = Another time
do-change = With changes
do-decline = Decline
do-prepare = Ready
do-fulfill-pickup = Handed over
do-fulfill-delivery = Delivered
do-fulfill-shipment = Arrived
do-miss = Not collected
did-accept = Accepted: the customer knows
did-prepare = Marked ready: the customer knows
did-fulfill = Handed over
did-miss = Marked as not collected
did-propose = Suggested: now it’s up to the customer
did-decline = Declined: the customer knows
overtaken = { $name } got there first: the order is { $state }.
overtaken-clock = Meanwhile the order is { $state }.

propose-title = Order { $code }, asked for { $asked }. Which time do you suggest?
propose-none = Order { $code }, asked for { $asked }: there are no other free times.
changes-title = Order { $code } from { $citizen }: what changes?
changes-send = Suggest · { $price }
change-amount = { $what }: how much will you make? Choose or write it.
change-amount-again = I did not understand that amount: try “400 g” or “3”.
change-price = What does <b>{ $what }</b> cost in all? Write the price, such as 3.20.
change-price-again = I did not understand that price: write it like 3.20.
change-none = Sold out, without it
change-refuse = I don’t have it
change-counter = Price at the counter
change-undo = Leave it as it was
decline-ask = Why can’t you do order { $code } for { $citizen }?
decline-sold-out = Sold out
decline-too-busy = Too busy
decline-closing = Closing
decline-other = Something else…
decline-words = Tell { $citizen } in a few words why you can’t: they will read it just as you write it.

## For the town hall

town-title = <b>Municipality of { $town }</b> · { $shops ->
    [one] { $shops } shop
   *[other] { $shops } shops
}
    { $waiting ->
    [0] No orders are waiting for a reply
    [one] One order is waiting for a reply
   *[other] { $waiting } orders are waiting for a reply
}{ $silent ->
    [0] .
    [one] {""}, one shop is not in the chat yet.
   *[other] {""}, { $silent } shops are not in the chat yet.
}
town-shop-silent = ○ { $shop } · nobody in the chat yet
town-shop-waiting = ● { $shop } · { $waiting ->
    [one] one order waiting since { $since }
   *[other] { $waiting } orders waiting, the first since { $since }
}
town-shop-paused = ◐ { $shop } · on a break until { $until }
town-shop-well = ✓ { $shop }
town-shop-month = In the last thirty days: { $orders ->
    [one] one order
   *[other] { $orders } orders
}, { $unanswered ->
    [0] none left without a reply.
    [one] one left without a reply.
   *[other] { $unanswered } left without a reply.
}
town-shop-people = { $count ->
    [0] Nobody is in the chat yet: send an invitation.
    [one] One person is in the chat.
   *[other] { $count } people are in the chat.
}
refresh = Refresh
invite-shopkeeper = Invite a shopkeeper
invitation-title = Invitation for <b>{ $shop }</b>: forward this message to whoever keeps the shop. It works once, for seven days.
invitation-link = { $url }
invitation-code = Invitation code: { $code }
notice-unattended = An order has come in for <b>{ $shop }</b>, but nobody there is in the chat yet. It needs an answer { $by }: call the shop or send an invitation.
notice-joined = { $person } has joined the chat for <b>{ $shop }</b>.

## Several channels

more-choices = More…
channel-telegram = Telegram
channel-whatsapp-cloud = WhatsApp
channel-whatsapp-web = WhatsApp
go-shopping = Do my shopping
go-counter = My shop
desk-stranger-here = For the orders of a shop you need the town hall’s invitation. Meanwhile, here are the shops.
linked-chats = My chats
link-title = <b>Your chats</b>
    The same bag and the same orders here and in another chat: if one fails, we tell you in the other.
link-chat = { $channel }, last used { $day }
link-show-code = Link another chat
link-take-off = Unlink { $channel }
link-off = Done: that chat is no longer linked.
link-code = Your code is <b>{ $code }</b>, good for a quarter of an hour and once only. Give it to nobody: whoever writes it sees your orders.
link-open = Open { $channel } and send the message that is ready there: { $url }
link-write = Write it in our chat on { $channel }.
link-ask = Join this chat to the one of <b>{ $name }</b> on { $channel }? Bag and orders become the same. Say yes only if that is you.
link-yes = Yes, that’s me
link-no = No, leave it
link-done = Done: from now on both chats are one.
notice-linked = A chat on { $channel } has been linked to yours. If that was not you, unlink it from here at once.
refused-link-code-unknown = This code does not count, or no longer does: ask for a new one in the other chat.
refused-link-already = This chat is linked already.
notice-undelivered = A notice for { $person } does not get through{ $audience ->
    [staff] {" "}to the shop
   *[citizen] {""}
}: on WhatsApp we may only write to those who wrote to us lately. A telephone call will help.
account-silent = { $channel } has not answered for a minute. Those who have another chat are told there; the others as soon as it is back.
account-pairing = { $channel } waits for the town hall’s telephone: scan the code to connect it.
account-over = { $channel } is back.
show-pairing = Show the code
pairing-qr = On the town hall’s telephone open WhatsApp, “Linked devices”, “Link a device”, and scan this code. It changes every few seconds: if it fails, ask for a new one.
pairing-code = Or choose “Link with phone number” and type <b>{ $code }</b>.
pairing-risk = WhatsApp does not allow programs like this one and may block the number: use one of its own.
pairing-over = The telephone is connected already.
pairing-again = A new code
project = Spesa in Comune

pairing-drawing = I am preparing the code to scan: it will be here in a moment.
file-failed = I could not download this file. Could you send it again?
photo-name-missing = To put this photo in the window, write the product’s name below it.
photo-product-unknown = “{ $name }” is not among your products: below the photo, write the name as it stands in the window.
photo-kept = A new photo in the window for { $name }.
town-file-large = This file is too large to be read here: the person who runs the program can import it.
town-file-unread = This is not a municipality file (JSON in UTF-8).
town-file-bad = { $count ->
    [one] There is a problem in the file
   *[other] There are { $count } problems in the file
 }: { $list }
town-file-good = The file of { $town } is fine: { $shops } shops, { $products } products. Now the person who runs the program can import it.
