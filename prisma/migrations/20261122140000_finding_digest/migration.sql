-- What a finding says, in short: one that says the same is not written again.
ALTER TABLE "finding" ADD COLUMN "digest" text NOT NULL DEFAULT '';
