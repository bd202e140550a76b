-- Makes one town of 30 shops into :towns towns with :orders past orders, of :people citizens. Foreign keys are right
-- by construction and not checked, which would take ten times as long.
set session_replication_role = replica;
set synchronous_commit = off;
set maintenance_work_mem = '256MB';
set work_mem = '256MB';

-- Indexes are quicker made once than kept up to date a million times.
create temp table made_later as
  select indexdef, format('drop index %I', indexname) as drops from pg_indexes
  where schemaname = 'public' and indexname not in (select conname from pg_constraint);
do $$ declare each record; begin for each in select drops from made_later loop execute each.drops; end loop; end $$;

create temp table base_shops as
  select s.*, row_number() over (order by slug) - 1 as n from shops s
  where municipality_id = (select id from municipalities order by created_at limit 1);
create temp table base_products as
  select p.*, row_number() over (partition by shop_id order by position) - 1 as n from products p;

insert into municipalities
  select md5('town' || t)::uuid, m.slug || '-' || t, m.name || ' ' || t, m.istat, m.province, m.postcodes, m.timezone,
    m.patron_day, m.hamlets, m.privacy_url, m.created_at
  from municipalities m, generate_series(2, :towns) t;
insert into shops
  select copy.* from shops s, generate_series(2, :towns) t, lateral jsonb_populate_record(s, jsonb_build_object(
    'id', md5(s.id::text || t)::uuid, 'municipality_id', md5('town' || t)::uuid, 'slug', s.slug || '-' || t)) copy;
insert into opening_hours
  select md5(h.id::text || t)::uuid, md5(h.shop_id::text || t)::uuid, h.fulfillment, h.weekday, h.opens, h.closes
  from opening_hours h, generate_series(2, :towns) t;
insert into closures
  select md5(c.id::text || t)::uuid, md5(c.shop_id::text || t)::uuid, c.first_day, c.last_day, c.reason
  from closures c, generate_series(2, :towns) t;
insert into special_openings
  select md5(o.id::text || t)::uuid, md5(o.shop_id::text || t)::uuid, o.day, o.opens, o.closes
  from special_openings o, generate_series(2, :towns) t;
insert into products
  select md5(p.id::text || t)::uuid, md5('town' || t)::uuid, md5(p.shop_id::text || t)::uuid, p.sku, p.name,
    p.description, p.category, p.sold_by, p.price_cents, p.piece_grams, p.step_grams, p.minimum, p.maximum, p.stock,
    p.allergens, p.minimum_age, p.lead_minutes, p.photo_id, p.position, p.hidden_at
  from products p, generate_series(2, :towns) t;

insert into people select md5('person' || n)::uuid, 'Cittadino ' || n, now() from generate_series(1, :people) n;
insert into chats (id, account, audience, address, person_id, municipality_id, language, last_inbound_at, greeted_at, created_at)
  select md5('chat' || n)::uuid, 'telegram:citizen', 'citizen', n::text, md5('person' || n)::uuid,
    case when n % :towns = 0 then (select municipality_id from base_shops limit 1) else md5('town' || (1 + n % :towns))::uuid end,
    'it', now(), now(), now()
  from generate_series(1, :people) n;

-- Order n is one of person n, in one of the shops of that person's town.
create temp table past as
  select n, 1 + n % :people as person, 1 + (1 + n % :people) % :towns as town, (n / 7) % 30 as shop,
    timestamptz '2026-11-20 10:00+01' - make_interval(mins => (n % 500000)::integer) as at
  from generate_series(1, :orders) n;
create temp table past_shops as
  select past.*, case when town = 1 then s.id else md5(s.id::text || town)::uuid end as shop_id,
    case when town = 1 then s.municipality_id else md5('town' || town)::uuid end as municipality_id, s.id as base_shop_id
  from past join base_shops s on s.n = past.shop;
insert into orders (id, municipality_id, shop_id, person_id, code, pickup_code, state, fulfillment, starts_at, ends_at,
    accept_by, cancel_by, closes_at, estimated_cents, final_cents, fee_cents, reminded_at, placed_at, ended_at, updated_at)
  select md5('order' || n)::uuid, municipality_id, shop_id, md5('person' || person)::uuid, 'C-' || lpad((n % 10000)::text, 4, '0'),
    lpad((n % 10000)::text, 4, '0'), case when n % 20 = 0 then 'cancelled' else 'fulfilled' end, 'pickup', at, at + interval '15 minutes',
    at, at, at, 480, 480, 0, at, at - interval '3 hours', at, at
  from past_shops;
insert into order_lines (order_id, position, product_id, name, sold_by, unit, quantity, price_cents, estimated_cents, final_cents, stock_taken)
  select md5('order' || past_shops.n)::uuid, 0, case when town = 1 then p.id else md5(p.id::text || town)::uuid end,
    p.name, p.sold_by, case p.sold_by when 'weight' then 'gram' else 'piece' end, 500, p.price_cents, 240, 240, 0
  from past_shops join base_products p on p.shop_id = past_shops.base_shop_id and p.n = past_shops.n % 100;
insert into order_events (id, order_id, at, action, state, actor, person_id)
  select md5('event' || n)::uuid, md5('order' || n)::uuid, at, 'fulfill', 'fulfilled', 'shopkeeper', md5('person' || person)::uuid
  from past_shops;
insert into messages (id, municipality_id, chat_id, account, audience, priority, card, spot, view, choices, choices_state, rings, delivery,
    attempts, due_at, external_ids, created_at, settled_at)
  select md5('message' || n)::uuid, municipality_id, md5('chat' || person)::uuid, 'telegram:citizen', 'citizen', 'notice',
    'order:' || md5('order' || n)::uuid, '{"screen": "order", "state": {}}', jsonb_build_object('text', repeat('Ordine ritirato. ', 8), 'rows', '[]'::jsonb),
    '[]', case when n > :orders - :people then 'open' else 'answered' end, false, 'delivered', 1, at, array[n::text], at, at
  from past_shops;
insert into inbox (account, update_id, received_at)
  select 'telegram:citizen', n::text, at from past_shops;
insert into slots (municipality_id, shop_id, fulfillment, starts_at, capacity, booked)
  select distinct on (shop_id, at) municipality_id, shop_id, 'pickup', at, 10000, 1 from past_shops;
do $$ declare each record; begin for each in select indexdef from made_later loop execute each.indexdef; end loop; end $$;
set session_replication_role = origin;
