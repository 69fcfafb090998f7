-- Records of teachers whose password has leaked wait for their evaluation, too.
ALTER TABLE "closing" ADD COLUMN "after_leak" boolean NOT NULL DEFAULT false;
