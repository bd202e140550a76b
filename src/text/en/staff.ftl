### What shopkeepers and the town hall read. How it is written is said in shared.ftl.

## Times

no-time = no time
earlier = earlier

## For those who keep a shop

desk = Start page
desk-title = Hello, where to?
desk-town = Municipality of { $town }
desk-stranger = Hello. This chat is for the shops and the town hall: to come in, open the invitation link the town hall sent you.
desk-frozen = Your role is suspended: until whoever gave it to you confirms it, nothing can be seen or done from here. We have already told them.
desk-help = Orders arrive here: answer with a tap. Write “today” for today’s list. With “Pause” or “Close for today” no new orders come in; those already accepted stay.
desk-lost = That I can’t read. Write “today” for today’s orders.
desk-apology = Something on our side did not work and we are already looking into it. The orders are safe.
joined-shop = Welcome: from now on the orders arrive here.
joined-town = Welcome: this is your town.
joined-shop-parted = Welcome: from now on the orders arrive here. This chat is on its own now: your own bag and orders stay in the other chat.
joined-town-parted = Welcome: this is your town. This chat is on its own now: your own bag and orders stay in the other chat.

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
decline-other = Something else…
decline-words = Tell { $citizen } in a few words why you can’t: they will read it just as you write it.

refuse-person = Turn this person away
refuse-person-ask = No more orders from <b>{ $citizen }</b>? If they try to order, they read that you do not take their orders at the moment. Orders already on the way stay.
refuse-person-yes = Yes, no more of theirs
refuse-person-no = No, leave it
refuse-person-done = Done: no new orders from { $citizen } any more.
refused-people = People turned away
refused-people-title = <b>{ $shop }</b>: you take no orders from these people. Tap a name to take them again.
refused-people-none = Nobody is turned away: everybody's orders come in.
accepted-again = Done: orders from { $citizen } come in again.

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
invitation-title = Invitation for <b>{ $place }</b>, as { $role }: forward this message to the right person only. It works once, for seven days.
invitation-link = { $url }
invitation-code = Invitation code: { $code }
invitation-above = The invitation for <b>{ $place }</b> is in the message above, and is shown only once. If you cannot find it any more, go back to the shop and make another one.
notice-unattended = An order has come in for <b>{ $shop }</b>, but nobody there is in the chat yet. It needs an answer { $by }: call the shop or send an invitation.
notice-joined = { $person } is now in the chat for <b>{ $place }</b>, as { $role }.
notice-left = { $person } is no longer { $role } of <b>{ $place }</b>.
notice-role-over = Your role for <b>{ $place }</b> is over: from now on nothing more arrives here. Thank you for your work.
notice-frozen-number = The number of { $person } ({ $role }, <b>{ $place }</b>) now writes from another profile: it may have passed to somebody else. To be safe the role is suspended until you confirm it.
notice-frozen-silence = { $person } ({ $role }, <b>{ $place }</b>) has not written for ninety days. To be safe the role is suspended until you confirm it.
notice-confirmed = Your role for <b>{ $place }</b> is confirmed: off you go.


## Several channels

go-shopping = Do my shopping
desk-stranger-here = For the orders of a shop you need the town hall’s invitation. Meanwhile, here are the shops.
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
town-file-very-bad = The file has more than { $count } problems: { $list }; … and others.
town-file-good = The file of { $town } is fine: { $shops } shops, { $products } products. Now the person who runs the program can import it.

## Who works here

role-owner = owner
role-assistant = assistant
role-viewer = viewer
role-editor = editor
role-publisher = publisher
people = Who works here
people-see = See
people-title = <b>{ $place }</b> · who works here
people-line = { $name } · { $role }
people-line-frozen = { $name } · { $role }, suspended
people-invited = Open invitation as { $role }, good until { $until }
people-invite = Invite: { $role }
people-revoke = Take back: { $role }
people-revoked = Invitation taken back: the link no longer works.
worker-title = <b>{ $name }</b> · { $role }, { $place }
worker-since = Since: { $day }.
worker-invited = Since: { $day }, invited by { $by }.
worker-seen = Last message: { $day }.
worker-frozen-number = Suspended: the number now writes from another profile. Before you confirm, speak with the person face to face or by telephone.
worker-frozen-silence = Suspended: nothing written for ninety days. Confirm if they still work here.
worker-confirm = Confirm the role
worker-confirmed = Confirmed.
worker-remove = Take the role away
worker-leave = Give up the role
worker-ask-remove = Take the role of { $role } away from <b>{ $name }</b>? It works at once: they see nothing more, not even in orders they have open.
worker-ask-leave = Give up the role of { $role } for <b>{ $place }</b>? It works at once: to come back you need a new invitation.
worker-yes-remove = Yes, take it away
worker-yes-leave = Yes, give it up
worker-no = No
worker-removed = Done: the role is gone.
worker-left = Done. Thank you for your work.

## The record

audit = Record
audit-title = <b>Record · { $town }</b>
audit-none = Nothing yet.
audit-export = Download the record
audit-file = record
audit-earlier = Earlier
audit-line = { $at } · { $who }: { $what }
audit-line-about = { $at } · { $who }: { $what } ({ $about })
audit-program = the program
audit-command-line = whoever runs the program
audit-order-accept = accepted an order
audit-order-propose = proposed a change
audit-order-decline = declined an order
audit-order-prepare = prepared an order
audit-order-fulfill = handed an order over
audit-order-miss = marked an order as not collected
audit-shop-paused = paused the orders
audit-shop-resumed = took orders again
audit-photo-changed = changed a photo
audit-person-refused = takes no more orders of a person
audit-person-accepted = takes orders of a person again
audit-invitation-made = made an invitation
audit-invitation-revoked = took an invitation back
audit-role-granted = gave a role
audit-role-removed = took a role away
audit-role-confirmed = confirmed a role
audit-role-frozen = suspended a role
audit-audit-exported = exported the record
audit-chats-linked = linked chats
audit-chats-parted = unlinked chats
audit-link-refused = refused a link
