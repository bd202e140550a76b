CREATE TABLE "links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"showing_chat_id" uuid NOT NULL,
	"showing_person_id" uuid NOT NULL,
	"typing_chat_id" uuid,
	"typing_person_id" uuid,
	"state" text NOT NULL,
	"number" integer,
	"numbers" integer[] DEFAULT '{}' NOT NULL,
	"moved" jsonb,
	"to_address" text,
	"to_user_id" text,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "chats" ADD COLUMN "user_id" text;--> statement-breakpoint
-- A chat of WhatsApp that has come to have two ids of people belongs to neither for sure: the next id that writes there is taken.
UPDATE "chats" SET "user_id" = told."user_id" FROM (SELECT min("id"::text)::uuid AS "id", "account", "user_id" FROM (SELECT "id", "account", min(name) AS "user_id" FROM "chats", unnest("aliases" || "address") AS name WHERE "account" = 'whatsapp-cloud' AND name ~ '^[A-Z]{2}\.' GROUP BY "id", "account" HAVING count(DISTINCT name) = 1) AS each_chat GROUP BY "account", "user_id" HAVING count(*) = 1) AS told WHERE "chats"."id" = told."id";--> statement-breakpoint
UPDATE "chats" SET "aliases" = array(SELECT name FROM unnest("aliases") AS name WHERE name !~ '^[A-Z]{2}\.') WHERE "account" = 'whatsapp-cloud';--> statement-breakpoint
-- Somebody with a role has the chats of one address: the one where they last worked. Each other one becomes a person of its own.
WITH parted AS MATERIALIZED (SELECT *, gen_random_uuid() AS "fresh_id" FROM (SELECT "person_id", split_part("account", ':', 1) AS "channel", "address", row_number() OVER (PARTITION BY "person_id" ORDER BY max("last_inbound_at") FILTER (WHERE "audience" = 'staff') DESC NULLS LAST, max("last_inbound_at") DESC) AS "nth" FROM "chats" WHERE "person_id" IN (SELECT "person_id" FROM "roles") GROUP BY "person_id", split_part("account", ':', 1), "address") AS ranked WHERE "nth" > 1), made AS (INSERT INTO "people" ("id", "name", "created_at") SELECT "fresh_id", "name", now() FROM parted JOIN "people" ON "people"."id" = parted."person_id") UPDATE "chats" SET "person_id" = parted."fresh_id" FROM parted WHERE "chats"."person_id" = parted."person_id" AND split_part("chats"."account", ':', 1) = parted."channel" AND "chats"."address" = parted."address";--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_showing_chat_id_chats_id_fk" FOREIGN KEY ("showing_chat_id") REFERENCES "public"."chats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_showing_person_id_people_id_fk" FOREIGN KEY ("showing_person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_typing_chat_id_chats_id_fk" FOREIGN KEY ("typing_chat_id") REFERENCES "public"."chats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_typing_person_id_people_id_fk" FOREIGN KEY ("typing_person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "links_showing_person_id_index" ON "links" USING btree ("showing_person_id");--> statement-breakpoint
ALTER TABLE "chats" ADD CONSTRAINT "chats_account_user" UNIQUE("account","user_id");