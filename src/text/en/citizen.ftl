### What citizens read. How it is written is said in shared.ftl.

## Days, amounts, prices

fee-pickup = Collection { $price }
fee-delivery = Home delivery { $price }
fee-shipment = Postage { $price }

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
other-shops = Other shops
my-orders = My orders
my-orders-count = My orders ({ $count })
previous = Previous
change = Change

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
minimum-age = Only for those aged { $age } or over: the shop will ask for proof of age.
stock-left = Only { $amount } left.
in-bag-already = In your bag: { $amount }. Choose again to change the amount.
other-amount = Another amount
how-much-piece = How many of <b>{ $name }</b>? Type the number.
how-much-weight = How much of <b>{ $name }</b>? Say it as you would at the counter: “300 g”, “half a kilo”, “4 pieces”.
added = Added: { $name }, { $amount }

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
too-many-live-orders-here = You already have { $count ->
    [one] one order
   *[other] { $count } orders
} on the way at { $shop }: once you have collected or cancelled one, you can send this one too. Your bag stays here.
too-many-live-orders = You already have { $count } orders on the way: once you have collected or cancelled one, you can send this one too. Your bag stays here.
shop-takes-none = { $shop } does not take your orders at the moment: drop by and talk to them.
shop-takes-none-call = { $shop } does not take your orders at the moment: call { $phone } and talk to them.

## The order

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

## Help, and when things do not go as one would like

help-text = <b>How it works</b>
    Choose a shop, fill your bag, choose when to come by. The shop confirms here in the chat and you collect without queueing: you pay in the shop.
    At any time you can write “shops”, “bag” or “orders”.
help-call = { $shop }: { $phone }
lost-text = “{ $said }”: I did not understand that. Try other words, or choose from here.
lost-other = That I can’t read. Write me a couple of words, or choose from here.
apology = Something on our side did not work and we are already looking into it. Your bag is safe.
refused-delivery-minimum-of = Delivery starts at { $minimum }: add a little more.
slot-between = { $day } { $from }–{ $to }

## Several channels

go-counter = My shop
