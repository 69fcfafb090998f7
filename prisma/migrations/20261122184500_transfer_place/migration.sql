-- Rows are written class by class and subject by subject: what they refer to is read together then.
CREATE INDEX "transfer_row_place_idx" ON "transfer_row" ("school_id", "transfer_id", "entity",
  (coalesce("class_id", '00000000-0000-0000-0000-000000000000'::uuid)),
  (coalesce("subject_id", '00000000-0000-0000-0000-000000000000'::uuid)), "row_id");
