-- A database says what kind it is: a demo, which is played with, or a real one, which never is.
CREATE TABLE "deployment" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"demo" boolean NOT NULL,
	"play_seed" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "deployment_once" CHECK ("deployment"."only")
);
--> statement-breakpoint
-- A database that holds the town of the demo and no other is a demo; one that holds anything else is not.
INSERT INTO "deployment" ("demo", "created_at")
	SELECT EXISTS (SELECT FROM "municipalities" WHERE "slug" = 'borgo-sereno')
		AND NOT EXISTS (SELECT FROM "municipalities" WHERE "slug" <> 'borgo-sereno'),
		least((SELECT min("created_at") FROM "municipalities"), (SELECT min("created_at") FROM "people"))
	WHERE EXISTS (SELECT FROM "municipalities") OR EXISTS (SELECT FROM "people");
--> statement-breakpoint
-- The playground gave roles to ids that are published with the program, under the names of the real accounts: whoever
-- has such an id on Telegram would hold the role. Nobody real was given one by it.
DELETE FROM "roles" WHERE "person_id" IN (SELECT "chats"."person_id" FROM "chats", (
		SELECT 710000003::bigint AS "id" UNION ALL
		SELECT 1000000000 + ('x' || substr(encode(sha256(convert_to("slug", 'UTF8')), 'hex'), 1, 8))::bit(32)::bigint % 1000000000
			FROM "shops") AS "published"
	WHERE "account" = 'telegram:staff' AND "address" = "published"."id"::text
		OR "account" = 'whatsapp-cloud' AND "address" = '39320' || lpad(("published"."id" % 10000000)::text, 7, '0'));
--> statement-breakpoint
UPDATE "invitations" SET "expires_at" = now() WHERE "used_at" IS NULL AND "invited_by" IN (SELECT "chats"."person_id" FROM "chats", (
		SELECT 710000003::bigint AS "id" UNION ALL
		SELECT 1000000000 + ('x' || substr(encode(sha256(convert_to("slug", 'UTF8')), 'hex'), 1, 8))::bit(32)::bigint % 1000000000
			FROM "shops") AS "published"
	WHERE "account" = 'telegram:staff' AND "address" = "published"."id"::text
		OR "account" = 'whatsapp-cloud' AND "address" = '39320' || lpad(("published"."id" % 10000000)::text, 7, '0'));
--> statement-breakpoint
-- An invitation has an id of its own, and no token before its message is sent.
ALTER TABLE "invitations" ADD COLUMN "id" uuid;
--> statement-breakpoint
UPDATE "invitations" SET "id" = md5("token_hash")::uuid;
--> statement-breakpoint
ALTER TABLE "invitations" DROP CONSTRAINT "invitations_pkey";
--> statement-breakpoint
ALTER TABLE "invitations" ADD PRIMARY KEY ("id");
--> statement-breakpoint
ALTER TABLE "invitations" ALTER COLUMN "token_hash" DROP NOT NULL;
--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_token_hash" UNIQUE("token_hash");
--> statement-breakpoint
-- Tokens and codes that stand in messages, in spots and in what was set aside: they are taken out.
UPDATE "messages" SET "spot" = NULL, "view" = jsonb_set("view", '{text}', '"…"'), "choices_state" = 'answered'
	WHERE "spot" ->> 'screen' IN ('invitation', 'link-code', 'link-accept');
--> statement-breakpoint
UPDATE "chats" SET "spot" = NULL WHERE "spot" ->> 'screen' IN ('invitation', 'link-code', 'link-accept');
--> statement-breakpoint
UPDATE "inbox" SET "incoming" = regexp_replace("incoming"::text, '\m([ik])-[A-Za-z0-9_-]{8,}', '\1-…', 'gi')::jsonb
	WHERE "incoming"::text ~* '\m[ik]-[A-Za-z0-9_-]{8,}';
