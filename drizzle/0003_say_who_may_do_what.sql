ALTER TABLE "audit" ALTER COLUMN "municipality_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "subject" text;--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "revoked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "roles" ADD COLUMN "granted_by" uuid;--> statement-breakpoint
ALTER TABLE "roles" ADD COLUMN "frozen_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "roles" ADD COLUMN "frozen_because" text;--> statement-breakpoint
ALTER TABLE "roles" ADD COLUMN "proven_at" timestamp with time zone;--> statement-breakpoint
-- What was given before is as good as given today: nobody is to lose a role by the upgrade itself.
UPDATE "roles" SET "proven_at" = now();--> statement-breakpoint
-- Everybody who kept a shop may say who helps there, and everybody who worked for a town may do all of its work, as before.
UPDATE "roles" SET "kind" = CASE "kind" WHEN 'shopkeeper' THEN 'owner' ELSE 'publisher' END;--> statement-breakpoint
UPDATE "invitations" SET "kind" = CASE "kind" WHEN 'shopkeeper' THEN 'owner' ELSE 'publisher' END;--> statement-breakpoint
UPDATE "roles" SET "granted_by" = (SELECT "invited_by" FROM "invitations" WHERE "used_by" = "roles"."person_id" AND "invitations"."kind" = "roles"."kind" AND "invitations"."municipality_id" = "roles"."municipality_id" AND "invitations"."shop_id" IS NOT DISTINCT FROM "roles"."shop_id" ORDER BY "used_at" LIMIT 1);--> statement-breakpoint
ALTER TABLE "roles" ADD CONSTRAINT "roles_granted_by_people_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_of_town" ON "audit" USING btree ("municipality_id","at" DESC NULLS LAST);
