CREATE TABLE "account_alarms" (
	"account" text NOT NULL,
	"trouble" text NOT NULL,
	"told_at" timestamp with time zone NOT NULL,
	CONSTRAINT "account_alarms_account_trouble_pk" PRIMARY KEY("account","trouble")
);
--> statement-breakpoint
CREATE TABLE "account_states" (
	"account" text NOT NULL,
	"process_id" uuid NOT NULL,
	"ok" boolean NOT NULL,
	"detail" text NOT NULL,
	"pairing" jsonb,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "account_states_account_process_id_pk" PRIMARY KEY("account","process_id")
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"account" text NOT NULL,
	"update_id" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"error" text,
	"incoming" jsonb,
	CONSTRAINT "inbox_account_update_id_pk" PRIMARY KEY("account","update_id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "messages_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"municipality_id" uuid,
	"chat_id" uuid NOT NULL,
	"account" text NOT NULL,
	"audience" text NOT NULL,
	"lane" text NOT NULL,
	"card" text,
	"place" jsonb,
	"view" jsonb NOT NULL,
	"choices" jsonb NOT NULL,
	"toast" text,
	"menu" text NOT NULL,
	"replaces" uuid,
	"rings" boolean NOT NULL,
	"delivery" text NOT NULL,
	"reached" text,
	"strayed_at" timestamp with time zone,
	"held_by" uuid,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"error" text,
	"external_ids" text[],
	"created_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "processes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bag_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"bag_id" uuid NOT NULL,
	"product_id" uuid,
	"said" text,
	"unit" text,
	"quantity" integer,
	"note" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bag_lines_once" UNIQUE("bag_id","product_id","unit"),
	CONSTRAINT "bag_lines_said_once" UNIQUE("bag_id","said"),
	CONSTRAINT "bag_lines_goods_or_words" CHECK (case when said is null then num_nulls(product_id, unit, quantity) = 0 else product_id is null end)
);
--> statement-breakpoint
CREATE TABLE "bags" (
	"id" uuid PRIMARY KEY NOT NULL,
	"municipality_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"shop_id" uuid NOT NULL,
	"fulfillment" text,
	"address" text,
	"note" text,
	"unclear" jsonb,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bags_person_shop" UNIQUE("person_id","shop_id")
);
--> statement-breakpoint
CREATE TABLE "order_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"action" text NOT NULL,
	"state" text NOT NULL,
	"actor" text NOT NULL,
	"person_id" uuid,
	"detail" text
);
--> statement-breakpoint
CREATE TABLE "order_lines" (
	"order_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"product_id" uuid,
	"name" text NOT NULL,
	"sold_by" text,
	"unit" text,
	"quantity" integer,
	"price_cents" integer,
	"estimated_cents" integer,
	"final_cents" integer,
	"stock_taken" integer NOT NULL,
	"note" text,
	"struck" boolean DEFAULT false NOT NULL,
	"proposed" jsonb,
	CONSTRAINT "order_lines_order_id_position_pk" PRIMARY KEY("order_id","position"),
	CONSTRAINT "order_lines_goods_or_words" CHECK (case when product_id is null then num_nonnulls(sold_by, price_cents) = 0
        else num_nulls(sold_by, unit, quantity, price_cents, estimated_cents) = 0 end)
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"municipality_id" uuid NOT NULL,
	"shop_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"code" text NOT NULL,
	"pickup_code" text NOT NULL,
	"state" text NOT NULL,
	"fulfillment" text NOT NULL,
	"address" text,
	"note" text,
	"starts_at" timestamp with time zone,
	"ends_at" timestamp with time zone,
	"proposed_starts_at" timestamp with time zone,
	"proposed_ends_at" timestamp with time zone,
	"accept_by" timestamp with time zone NOT NULL,
	"cancel_by" timestamp with time zone,
	"closes_at" timestamp with time zone,
	"estimated_cents" integer NOT NULL,
	"final_cents" integer,
	"fee_cents" integer NOT NULL,
	"proposed_cents" integer,
	"reminded_at" timestamp with time zone,
	"approaching_at" timestamp with time zone,
	"decline_reason" text,
	"placed_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slots" (
	"municipality_id" uuid NOT NULL,
	"shop_id" uuid NOT NULL,
	"fulfillment" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"capacity" integer,
	"booked" integer NOT NULL,
	CONSTRAINT "slots_shop_id_fulfillment_starts_at_pk" PRIMARY KEY("shop_id","fulfillment","starts_at")
);
--> statement-breakpoint
CREATE TABLE "chats" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"address" text NOT NULL,
	"aliases" text[] DEFAULT '{}' NOT NULL,
	"audience" text NOT NULL,
	"person_id" uuid NOT NULL,
	"municipality_id" uuid,
	"language" text NOT NULL,
	"place" jsonb,
	"last_inbound_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"greeted_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "chats_account_address" UNIQUE("account","address")
);
--> statement-breakpoint
CREATE TABLE "municipalities" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"istat" text,
	"province" text NOT NULL,
	"postcodes" text[] NOT NULL,
	"timezone" text NOT NULL,
	"patron_day" text,
	"hamlets" text[] NOT NULL,
	"privacy_url" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "municipalities_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" uuid PRIMARY KEY NOT NULL,
	"municipality_id" uuid NOT NULL,
	"person_id" uuid,
	"at" timestamp with time zone NOT NULL,
	"action" text NOT NULL,
	"detail" text
);
--> statement-breakpoint
CREATE TABLE "invitation_tries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"municipality_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"shop_id" uuid,
	"invited_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"used_by" uuid
);
--> statement-breakpoint
CREATE TABLE "link_codes" (
	"code_hash" text PRIMARY KEY NOT NULL,
	"chat_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "roles" (
	"id" uuid PRIMARY KEY NOT NULL,
	"municipality_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"shop_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "roles_once" UNIQUE NULLS NOT DISTINCT("person_id","kind","municipality_id","shop_id")
);
--> statement-breakpoint
CREATE TABLE "closures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"shop_id" uuid NOT NULL,
	"first_day" date NOT NULL,
	"last_day" date NOT NULL,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "opening_hours" (
	"id" uuid PRIMARY KEY NOT NULL,
	"shop_id" uuid NOT NULL,
	"fulfillment" text,
	"weekday" integer NOT NULL,
	"opens" text NOT NULL,
	"closes" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "photo_uploads" (
	"photo_id" uuid NOT NULL,
	"account" text NOT NULL,
	"file_id" text NOT NULL,
	CONSTRAINT "photo_uploads_photo_id_account_pk" PRIMARY KEY("photo_id","account")
);
--> statement-breakpoint
CREATE TABLE "photos" (
	"id" uuid PRIMARY KEY NOT NULL,
	"municipality_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"mime" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "photos_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "products" (
	"id" uuid PRIMARY KEY NOT NULL,
	"municipality_id" uuid NOT NULL,
	"shop_id" uuid NOT NULL,
	"sku" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"category" text NOT NULL,
	"sold_by" text NOT NULL,
	"price_cents" integer NOT NULL,
	"piece_grams" integer,
	"step_grams" integer,
	"minimum" integer,
	"maximum" integer,
	"stock" integer,
	"allergens" text[] NOT NULL,
	"minimum_age" integer,
	"lead_minutes" integer NOT NULL,
	"photo_id" uuid,
	"position" integer NOT NULL,
	"hidden_at" timestamp with time zone,
	CONSTRAINT "products_shop_sku" UNIQUE("shop_id","sku")
);
--> statement-breakpoint
CREATE TABLE "shops" (
	"id" uuid PRIMARY KEY NOT NULL,
	"municipality_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"category" text NOT NULL,
	"address" text NOT NULL,
	"hamlet" text,
	"phone" text,
	"description" text,
	"slot_minutes" integer,
	"slot_capacity" integer,
	"lead_minutes" integer NOT NULL,
	"horizon_days" integer NOT NULL,
	"cutoff_time" text,
	"cutoff_days_before" integer,
	"accept_within_minutes" integer NOT NULL,
	"auto_accept" boolean NOT NULL,
	"cancel_until_minutes" integer NOT NULL,
	"pickup" boolean NOT NULL,
	"delivery" jsonb,
	"shipment" jsonb,
	"payment" text[] NOT NULL,
	"own_words" text DEFAULT 'beside' NOT NULL,
	"paused_until" timestamp with time zone,
	"hidden_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "shops_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "special_openings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"shop_id" uuid NOT NULL,
	"day" date NOT NULL,
	"opens" text NOT NULL,
	"closes" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_municipality_id_municipalities_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipalities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_chat_id_chats_id_fk" FOREIGN KEY ("chat_id") REFERENCES "public"."chats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_replaces_messages_id_fk" FOREIGN KEY ("replaces") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bag_lines" ADD CONSTRAINT "bag_lines_bag_id_bags_id_fk" FOREIGN KEY ("bag_id") REFERENCES "public"."bags"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bag_lines" ADD CONSTRAINT "bag_lines_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bags" ADD CONSTRAINT "bags_municipality_id_municipalities_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipalities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bags" ADD CONSTRAINT "bags_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bags" ADD CONSTRAINT "bags_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_events" ADD CONSTRAINT "order_events_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_events" ADD CONSTRAINT "order_events_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_municipality_id_municipalities_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipalities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slots" ADD CONSTRAINT "slots_municipality_id_municipalities_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipalities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slots" ADD CONSTRAINT "slots_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chats" ADD CONSTRAINT "chats_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chats" ADD CONSTRAINT "chats_municipality_id_municipalities_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipalities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit" ADD CONSTRAINT "audit_municipality_id_municipalities_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipalities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit" ADD CONSTRAINT "audit_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation_tries" ADD CONSTRAINT "invitation_tries_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_municipality_id_municipalities_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipalities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_people_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_used_by_people_id_fk" FOREIGN KEY ("used_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_codes" ADD CONSTRAINT "link_codes_chat_id_chats_id_fk" FOREIGN KEY ("chat_id") REFERENCES "public"."chats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roles" ADD CONSTRAINT "roles_municipality_id_municipalities_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipalities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roles" ADD CONSTRAINT "roles_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roles" ADD CONSTRAINT "roles_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "closures" ADD CONSTRAINT "closures_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opening_hours" ADD CONSTRAINT "opening_hours_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photo_uploads" ADD CONSTRAINT "photo_uploads_photo_id_photos_id_fk" FOREIGN KEY ("photo_id") REFERENCES "public"."photos"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photos" ADD CONSTRAINT "photos_municipality_id_municipalities_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipalities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_municipality_id_municipalities_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipalities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_photo_id_photos_id_fk" FOREIGN KEY ("photo_id") REFERENCES "public"."photos"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shops" ADD CONSTRAINT "shops_municipality_id_municipalities_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipalities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "special_openings" ADD CONSTRAINT "special_openings_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "inbox_set_aside" ON "inbox" USING btree ("received_at") WHERE error is not null;--> statement-breakpoint
CREATE INDEX "messages_pending" ON "messages" USING btree ("chat_id","position") WHERE delivery in ('queued','sending');--> statement-breakpoint
CREATE INDEX "messages_open" ON "messages" USING btree ("chat_id","position" DESC NULLS LAST) WHERE menu = 'open';--> statement-breakpoint
CREATE INDEX "messages_card" ON "messages" USING btree ("card","chat_id","position" DESC NULLS LAST) WHERE card is not null;--> statement-breakpoint
CREATE INDEX "messages_held" ON "messages" USING btree ("chat_id") WHERE delivery = 'held';--> statement-breakpoint
CREATE INDEX "messages_astray" ON "messages" USING btree ("created_at") WHERE lane = 'notice' and strayed_at is null and delivery in ('queued', 'held', 'refused', 'skipped');--> statement-breakpoint
CREATE INDEX "messages_external" ON "messages" USING gin ("external_ids") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "order_events_order_id_at_index" ON "order_events" USING btree ("order_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "orders_live_pickup_code" ON "orders" USING btree ("shop_id","pickup_code") WHERE state in ('placed','proposed','accepted','ready');--> statement-breakpoint
CREATE INDEX "orders_of_person" ON "orders" USING btree ("person_id","placed_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "orders_of_shop" ON "orders" USING btree ("shop_id","starts_at") WHERE state in ('placed','proposed','accepted','ready');--> statement-breakpoint
CREATE INDEX "orders_of_shop_by_slot" ON "orders" USING btree ("shop_id","starts_at");--> statement-breakpoint
CREATE INDEX "orders_of_shop_by_placing" ON "orders" USING btree ("shop_id","placed_at");--> statement-breakpoint
CREATE INDEX "orders_to_expire" ON "orders" USING btree ("accept_by") WHERE state in ('placed','proposed');--> statement-breakpoint
CREATE INDEX "orders_to_remind" ON "orders" USING btree ("starts_at") WHERE state = 'accepted' and reminded_at is null;--> statement-breakpoint
CREATE INDEX "orders_to_miss" ON "orders" USING btree ("closes_at") WHERE state = 'ready';--> statement-breakpoint
CREATE INDEX "chats_person_id_index" ON "chats" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "chats_aliases" ON "chats" USING gin ("aliases") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "invitation_tries_person_id_at_index" ON "invitation_tries" USING btree ("person_id","at");--> statement-breakpoint
CREATE INDEX "roles_shop_id_index" ON "roles" USING btree ("shop_id");--> statement-breakpoint
CREATE INDEX "closures_shop_id_index" ON "closures" USING btree ("shop_id");--> statement-breakpoint
CREATE INDEX "opening_hours_shop_id_index" ON "opening_hours" USING btree ("shop_id");--> statement-breakpoint
CREATE INDEX "shops_municipality_id_index" ON "shops" USING btree ("municipality_id");--> statement-breakpoint
CREATE INDEX "special_openings_shop_id_index" ON "special_openings" USING btree ("shop_id");