-- The work of placing an order, written by hand as one function: the same reads, the same guarded booking, the same
-- rows. Only what needs no row is left out: slots are not cut anew, the card's words are put together plainly.
create function bench_place_order(
  the_person uuid, the_shop uuid, the_start timestamptz, at_now timestamptz,
  the_order uuid, the_event uuid, the_messages uuid[], drawn text[], holder uuid
) returns text language plpgsql as $$
declare
  shop shops; town municipalities; bag bags; line record; keeper record;
  goods integer := 0; at_line integer := 0; pickup text; named text; was_before integer;
  the_card text; words text := ''; citizen text; at_message integer := 0;
begin
  select * into shop from shops where id = the_shop and hidden_at is null;
  if not found then return 'shop-gone'; end if;
  select * into town from municipalities where id = shop.municipality_id;
  perform from opening_hours where shop_id = the_shop
    and weekday = extract(isodow from the_start at time zone town.timezone)
    and to_char(the_start at time zone town.timezone, 'HH24:MI') between opens and closes;
  if not found then return 'slot-gone'; end if;
  perform from closures where shop_id = the_shop
    and (the_start at time zone town.timezone)::date between first_day and last_day;
  if found then return 'slot-gone'; end if;
  perform from special_openings where shop_id = the_shop and day = (the_start at time zone town.timezone)::date;
  select * into bag from bags where person_id = the_person and shop_id = the_shop;
  if not found then return 'bag-empty'; end if;
  select code into pickup from unnest(drawn) as code where not exists (
    select from orders where shop_id = the_shop and pickup_code = code
      and ended_at is null) limit 1;

  insert into slots (municipality_id, shop_id, fulfillment, starts_at, capacity, booked)
    values (shop.municipality_id, the_shop, 'pickup', the_start, shop.slot_capacity, 1)
    on conflict (shop_id, fulfillment, starts_at) do update
      set booked = slots.booked + 1, capacity = excluded.capacity
      where slots.booked < coalesce(excluded.capacity, 2147483647);
  if not found then return 'slot-full'; end if;

  for line in
    select l.*, p.price_cents, p.sold_by, p.name, p.stock, p.hidden_at,
      case when p.sold_by = 'weight' then round(p.price_cents * l.quantity / 1000.0)
        else p.price_cents * l.quantity end::integer as cents
    from bag_lines l join products p on p.id = l.product_id where l.bag_id = bag.id order by l.created_at, l.id
  loop
    if line.hidden_at is not null then raise exception 'product-gone'; end if;
    if line.stock is not null then
      update products set stock = stock - line.quantity where id = line.product_id and stock >= line.quantity;
      if not found then raise exception 'product-stock'; end if;
    end if;
    goods := goods + line.cents;
    words := words || line.quantity || ' ' || line.name || E'\n';
  end loop;
  if goods = 0 then return 'bag-empty'; end if;

  named := 'C-' || pickup;
  insert into orders (id, municipality_id, shop_id, person_id, code, pickup_code, state, fulfillment, address, note,
      starts_at, ends_at, accept_by, cancel_by, closes_at, estimated_cents, fee_cents, placed_at, updated_at)
    values (the_order, shop.municipality_id, the_shop, the_person, named, pickup, 'placed', 'pickup', null, bag.note,
      the_start, the_start + interval '15 minutes', at_now + make_interval(mins => shop.accept_within_minutes),
      the_start - make_interval(mins => shop.cancel_until_minutes), the_start + interval '4 hours', goods, 0, at_now, at_now);
  insert into order_lines (order_id, position, product_id, name, sold_by, unit, quantity, price_cents, estimated_cents,
      stock_taken, note)
    select the_order, row_number() over (order by l.created_at, l.id) - 1, l.product_id, p.name, p.sold_by, l.unit,
      l.quantity, p.price_cents, case when p.sold_by = 'weight' then round(p.price_cents * l.quantity / 1000.0)
        else p.price_cents * l.quantity end, 0, l.note
    from bag_lines l join products p on p.id = l.product_id where l.bag_id = bag.id;
  insert into order_events (id, order_id, at, action, state, actor, person_id)
    values (the_event, the_order, at_now, 'place', 'placed', 'citizen', the_person);
  delete from bag_lines where bag_id = bag.id;

  select count(*) into was_before from orders
    where shop_id = the_shop and person_id = the_person and state = 'fulfilled';
  select name into citizen from people where id = the_person;
  the_card := 'order:' || the_order;
  for keeper in
    select distinct on (c.person_id) c.id, c.account, c.municipality_id from chats c
    where c.account = 'telegram:staff' and c.closed_at is null and c.person_id in (
      select person_id from roles where shop_id = the_shop and kind = 'shopkeeper')
    order by c.person_id, c.last_inbound_at desc
  loop
    at_message := at_message + 1;
    update messages set choices_state = 'superseded' where choices_state = 'open' and chat_id = keeper.id and card = the_card;
    insert into messages (id, municipality_id, chat_id, account, audience, priority, card, spot, view, choices, choices_state, rings, delivery,
        claimed_by, due_at, created_at)
      values (the_messages[at_message], keeper.municipality_id, keeper.id, keeper.account, 'staff', 'notice', the_card,
        jsonb_build_object('screen', 'shop-order', 'state', jsonb_build_object('orderId', the_order)),
        jsonb_build_object('text', format(E'*Nuovo ordine %s*\n%s\n%s, %s ordini\n%s\nTotale %s', named, the_start,
          citizen, was_before, words, goods), 'rows', '[[{"label": "Accetta"}], [{"label": "Altro orario"}, {"label": "Rifiuta"}]]'::jsonb),
        jsonb_build_array(
          jsonb_build_object('label', 'Accetta', 'action', 'accept', 'effect', 'commit'),
          jsonb_build_object('label', 'Altro orario', 'action', 'go', 'effect', 'view', 'argument',
            jsonb_build_object('screen', 'propose', 'state', jsonb_build_object('orderId', the_order))),
          jsonb_build_object('label', 'Rifiuta', 'action', 'go', 'effect', 'view', 'argument',
            jsonb_build_object('screen', 'decline', 'state', jsonb_build_object('orderId', the_order)))),
        'open', true,
        case when exists (select 1 from messages earlier where earlier.chat_id = keeper.id
          and earlier.delivery in ('queued', 'sending')) then 'queued' else 'sending' end,
        holder, clock_timestamp(), at_now);
  end loop;
  return 'done';
end $$;
