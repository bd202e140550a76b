-- A shop's own number of live orders for one person, and the people whose orders it does not take. An update's id is
-- kept as its hash.
CREATE TABLE "shop_refusals" (
	"shop_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"refused_by" uuid NOT NULL,
	"refused_at" timestamp with time zone NOT NULL,
	CONSTRAINT "shop_refusals_shop_id_person_id_pk" PRIMARY KEY("shop_id","person_id")
);
--> statement-breakpoint
ALTER TABLE "shops" ADD COLUMN "max_live_orders" integer;--> statement-breakpoint
ALTER TABLE "shop_refusals" ADD CONSTRAINT "shop_refusals_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shop_refusals" ADD CONSTRAINT "shop_refusals_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shop_refusals" ADD CONSTRAINT "shop_refusals_refused_by_people_id_fk" FOREIGN KEY ("refused_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "shop_refusals_person_id_index" ON "shop_refusals" USING btree ("person_id");--> statement-breakpoint
-- An update's id of WhatsApp's is base64 of, among others, the sender's number: only its hash is kept.
UPDATE "inbox" SET "incoming" = jsonb_set("incoming", '{updateId}', to_jsonb(encode(sha256(convert_to("update_id", 'UTF8')), 'hex')))
	WHERE jsonb_typeof("incoming") = 'object';--> statement-breakpoint
UPDATE "inbox" SET "update_id" = encode(sha256(convert_to("update_id", 'UTF8')), 'hex');
