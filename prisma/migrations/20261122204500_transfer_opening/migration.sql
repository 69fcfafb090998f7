-- What was opened in the target to hold rows of a transfer, and is there still: it is ours, though no row stands for it.
CREATE TABLE "transfer_opening" (
  "school_id" uuid NOT NULL,
  "transfer_id" bigint NOT NULL,
  "target_key" text NOT NULL,
  CONSTRAINT "transfer_opening_pkey" PRIMARY KEY ("school_id", "transfer_id", "target_key")
);
