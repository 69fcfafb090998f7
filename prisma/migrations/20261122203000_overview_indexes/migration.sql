-- What is open in the journals of all schools is counted at each look at the first page, out of the index alone.
CREATE INDEX "finding_open_idx" ON "finding" ("school_id", "severity", "class_id")
  WHERE "state" = 'open' AND "verdict" = 'violated';
-- The last reading of a connection, and the last that succeeded.
CREATE INDEX "run_connection_idx" ON "run" ("school_id", "connection_id", "run_id");
