-- What is personal goes when its time has come, what people have said about their data is written down, and an erased
-- person leaves nothing behind.
CREATE TABLE "consents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"municipality_id" uuid,
	"shop_id" uuid,
	"purpose" text NOT NULL,
	"decision" text NOT NULL,
	"account" text NOT NULL,
	"wording" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);--> statement-breakpoint
CREATE TABLE "erasures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"account" text NOT NULL,
	"chat_id" uuid,
	"asked_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"done_at" timestamp with time zone
);--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_replaces_messages_id_fk";--> statement-breakpoint
ALTER TABLE "chats" ADD COLUMN "leaving_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "emptied_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "cleared_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_municipality_id_municipalities_id_fk" FOREIGN KEY ("municipality_id") REFERENCES "public"."municipalities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_chat_id_chats_id_fk" FOREIGN KEY ("chat_id") REFERENCES "public"."chats"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consents_of_person" ON "consents" USING btree ("person_id","purpose","at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "erasures_open" ON "erasures" USING btree ("asked_at") WHERE done_at is null and revoked_at is null;--> statement-breakpoint
CREATE INDEX "erasures_of_person" ON "erasures" USING btree ("person_id");--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_replaces_messages_id_fk" FOREIGN KEY ("replaces") REFERENCES "public"."messages"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "chats_leaving" ON "chats" USING btree ("leaving_at") WHERE leaving_at is not null;--> statement-breakpoint
CREATE INDEX "inbox_received" ON "inbox" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "messages_of_chat" ON "messages" USING btree ("chat_id","created_at");--> statement-breakpoint
CREATE INDEX "messages_replaced" ON "messages" USING btree ("replaces") WHERE replaces is not null;--> statement-breakpoint
CREATE INDEX "messages_to_empty" ON "messages" USING btree ("created_at") WHERE emptied_at is null;--> statement-breakpoint
CREATE INDEX "messages_to_delete" ON "messages" USING btree ("created_at") WHERE emptied_at is not null;--> statement-breakpoint
CREATE INDEX "orders_to_clear" ON "orders" USING btree ("ended_at") WHERE ended_at is not null and cleared_at is null;
