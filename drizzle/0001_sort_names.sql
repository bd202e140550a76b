-- People see these sorted: PostgreSQL and PGlite both sort bytewise otherwise ("Zucca" before "àncora").
ALTER TABLE "municipalities" ALTER COLUMN "name" TYPE text COLLATE "und-x-icu";--> statement-breakpoint
ALTER TABLE "shops" ALTER COLUMN "name" TYPE text COLLATE "und-x-icu";--> statement-breakpoint
ALTER TABLE "products" ALTER COLUMN "name" TYPE text COLLATE "und-x-icu";--> statement-breakpoint
ALTER TABLE "people" ALTER COLUMN "name" TYPE text COLLATE "und-x-icu";
