-- One word, one meaning: a spot is where a chat stands, a seat is what an order holds in a slot; a message has a
-- priority, is claimed by a process, and awaits its reader.
ALTER TABLE "messages" RENAME COLUMN "lane" TO "priority";--> statement-breakpoint
ALTER TABLE "messages" RENAME COLUMN "place" TO "spot";--> statement-breakpoint
ALTER TABLE "messages" RENAME COLUMN "menu" TO "choices_state";--> statement-breakpoint
ALTER TABLE "messages" RENAME COLUMN "held_by" TO "claimed_by";--> statement-breakpoint
ALTER TABLE "messages" RENAME COLUMN "strayed_at" TO "undelivered_at";--> statement-breakpoint
ALTER TABLE "chats" RENAME COLUMN "place" TO "spot";--> statement-breakpoint
DROP INDEX "messages_held";--> statement-breakpoint
DROP INDEX "messages_astray";--> statement-breakpoint
DROP INDEX "messages_open";--> statement-breakpoint
DROP INDEX "orders_live_pickup_code";--> statement-breakpoint
DROP INDEX "orders_of_shop";--> statement-breakpoint
DROP INDEX "orders_to_expire";--> statement-breakpoint
DROP INDEX "orders_to_remind";--> statement-breakpoint
DROP INDEX "orders_to_miss";--> statement-breakpoint
CREATE TABLE "errands" (
	"id" uuid PRIMARY KEY NOT NULL,
	"chat_id" uuid NOT NULL,
	"account" text NOT NULL,
	"request" jsonb NOT NULL,
	"state" text NOT NULL,
	"claimed_by" uuid,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"error" text,
	"created_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone
);--> statement-breakpoint
CREATE TABLE "files" (
	"id" uuid PRIMARY KEY NOT NULL,
	"chat_id" uuid NOT NULL,
	"mime" text NOT NULL,
	"name" text,
	"bytes" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);--> statement-breakpoint
CREATE TABLE "sweep_failures" (
	"sweep" text NOT NULL,
	"subject" text NOT NULL,
	"attempts" integer NOT NULL,
	"error" text NOT NULL,
	"retry_at" timestamp with time zone NOT NULL,
	"set_aside_at" timestamp with time zone,
	CONSTRAINT "sweep_failures_sweep_subject_pk" PRIMARY KEY("sweep","subject")
);--> statement-breakpoint
ALTER TABLE "inbox" ADD COLUMN "replay_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "wait_scope" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "errands" ADD CONSTRAINT "errands_chat_id_chats_id_fk" FOREIGN KEY ("chat_id") REFERENCES "public"."chats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_chat_id_chats_id_fk" FOREIGN KEY ("chat_id") REFERENCES "public"."chats"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
UPDATE "messages" SET "delivery" = 'awaiting-reader' WHERE "delivery" = 'held';--> statement-breakpoint
-- Of an order that ended before, the last change is the nearest that is known of when.
UPDATE "orders" SET "ended_at" = "updated_at" WHERE "state" IN ('fulfilled', 'declined', 'cancelled', 'expired', 'missed');--> statement-breakpoint
CREATE INDEX "errands_pending" ON "errands" USING btree ("due_at") WHERE state in ('queued','claimed');--> statement-breakpoint
CREATE INDEX "errands_set_aside" ON "errands" USING btree ("created_at") WHERE state = 'set-aside';--> statement-breakpoint
CREATE INDEX "messages_awaiting_reader" ON "messages" USING btree ("chat_id") WHERE delivery = 'awaiting-reader';--> statement-breakpoint
CREATE INDEX "messages_undelivered" ON "messages" USING btree ("created_at") WHERE priority = 'notice' and undelivered_at is null and delivery in ('queued', 'awaiting-reader', 'refused', 'skipped');--> statement-breakpoint
CREATE INDEX "orders_of_person_live" ON "orders" USING btree ("person_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "messages_open" ON "messages" USING btree ("chat_id","position" DESC NULLS LAST) WHERE choices_state = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "orders_live_pickup_code" ON "orders" USING btree ("shop_id","pickup_code") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "orders_of_shop" ON "orders" USING btree ("shop_id","starts_at") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "orders_to_expire" ON "orders" USING btree ("accept_by") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "orders_to_remind" ON "orders" USING btree ("starts_at") WHERE ended_at is null and reminded_at is null;--> statement-breakpoint
CREATE INDEX "orders_to_miss" ON "orders" USING btree ("closes_at") WHERE ended_at is null;
