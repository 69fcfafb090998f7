CREATE TABLE "person" (
  "person_id" uuid NOT NULL,
  "login" text NOT NULL,
  "name" text NOT NULL,
  "role" text NOT NULL,
  "reach" jsonb NOT NULL,
  "class_ids" uuid[],
  "password_hash" text NOT NULL,
  "failures" integer NOT NULL DEFAULT 0,
  "locked_until" timestamptz(3),
  "created_at" timestamptz(3) NOT NULL,
  "disabled_at" timestamptz(3),
  CONSTRAINT "person_pkey" PRIMARY KEY ("person_id")
);
CREATE UNIQUE INDEX "person_login_key" ON "person" ("login");

CREATE TABLE "session" (
  "token_hash" bytea NOT NULL,
  "person_id" uuid NOT NULL,
  "csrf" text NOT NULL,
  "started_at" timestamptz(3) NOT NULL,
  "seen_at" timestamptz(3) NOT NULL,
  CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash"),
  CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id")
    REFERENCES "person" ("person_id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "session_person_id_idx" ON "session" ("person_id");
