ALTER TABLE "queues" ADD COLUMN "ring_time" integer NOT NULL DEFAULT '15';
ALTER TABLE "queues" ALTER COLUMN "ring_time" DROP DEFAULT;
