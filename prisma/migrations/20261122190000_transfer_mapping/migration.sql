-- What of one journal is what in the other: the document that people answer, and the two sides that it stands on.
CREATE TABLE "transfer_mapping" (
  "school_id" uuid NOT NULL,
  "transfer_id" bigint NOT NULL,
  "version" text NOT NULL,
  "questions" integer NOT NULL,
  "document" jsonb NOT NULL,
  "ground" jsonb NOT NULL,
  "changed_at" timestamptz(3) NOT NULL,
  CONSTRAINT "transfer_mapping_pkey" PRIMARY KEY ("school_id", "transfer_id")
);
