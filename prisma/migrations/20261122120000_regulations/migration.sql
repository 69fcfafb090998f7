-- No source has ever filled these two: they are made anew with what a permit needs.
DROP TABLE "amendment_permit";
DROP TABLE "resit_protocol";

CREATE TABLE "resit_protocol" (
  "school_id" uuid NOT NULL,
  "id" uuid NOT NULL,
  "source" text NOT NULL,
  "external_key" text NOT NULL,
  "content_hash" bytea NOT NULL,
  "run_id" bigint NOT NULL,
  "absent_at" timestamptz(3),
  "first_seen_at" timestamptz(3) NOT NULL,
  "content_changed_at" timestamptz(3),
  "deleted_at" timestamptz(3),
  "student_id" uuid NOT NULL,
  "subject_id" uuid NOT NULL,
  "date" date NOT NULL,
  "number" text NOT NULL,
  "value" text NOT NULL,
  "held_by" text NOT NULL,
  "entered_by_staff_id" uuid,
  CONSTRAINT "resit_protocol_pkey" PRIMARY KEY ("school_id", "id")
);
CREATE INDEX "resit_protocol_school_id_student_id_idx" ON "resit_protocol" ("school_id", "student_id");

CREATE TABLE "amendment_permit" (
  "school_id" uuid NOT NULL,
  "id" uuid NOT NULL,
  "source" text NOT NULL,
  "external_key" text NOT NULL,
  "content_hash" bytea NOT NULL,
  "run_id" bigint NOT NULL,
  "absent_at" timestamptz(3),
  "first_seen_at" timestamptz(3) NOT NULL,
  "content_changed_at" timestamptz(3),
  "deleted_at" timestamptz(3),
  "student_id" uuid NOT NULL,
  "subject_id" uuid,
  "target" text NOT NULL,
  "target_id" text NOT NULL,
  "lesson_day" date,
  "value" text,
  "ground" text NOT NULL,
  "document" text NOT NULL,
  "document_day" date NOT NULL,
  "applied_by_staff_id" uuid,
  "state" text NOT NULL,
  "decided_by_staff_id" uuid,
  "decided_at" timestamptz(3),
  "resit_protocol_id" uuid,
  "entered_by_staff_id" uuid,
  CONSTRAINT "amendment_permit_pkey" PRIMARY KEY ("school_id", "id")
);
CREATE INDEX "amendment_permit_school_id_student_id_idx" ON "amendment_permit" ("school_id", "student_id");

CREATE TABLE "remark" (
  "school_id" uuid NOT NULL,
  "id" uuid NOT NULL,
  "source" text NOT NULL,
  "external_key" text NOT NULL,
  "content_hash" bytea NOT NULL,
  "run_id" bigint NOT NULL,
  "absent_at" timestamptz(3),
  "first_seen_at" timestamptz(3) NOT NULL,
  "content_changed_at" timestamptz(3),
  "deleted_at" timestamptz(3),
  "made_by" text NOT NULL,
  "day" date NOT NULL,
  "due_day" date,
  "staff_id" uuid,
  "class_id" uuid,
  "subject_id" uuid,
  "text" text NOT NULL,
  "answered_day" date,
  "answer" text,
  CONSTRAINT "remark_pkey" PRIMARY KEY ("school_id", "id")
);

CREATE TABLE "control_event" (
  "school_id" uuid NOT NULL,
  "id" uuid NOT NULL,
  "source" text NOT NULL,
  "external_key" text NOT NULL,
  "content_hash" bytea NOT NULL,
  "run_id" bigint NOT NULL,
  "absent_at" timestamptz(3),
  "first_seen_at" timestamptz(3) NOT NULL,
  "content_changed_at" timestamptz(3),
  "deleted_at" timestamptz(3),
  "kind" text NOT NULL,
  "day" date NOT NULL,
  "at" timestamptz(3),
  "period_from" date,
  "period_to" date,
  "class_id" uuid,
  "student_id" uuid,
  "staff_id" uuid,
  "document" text,
  CONSTRAINT "control_event_pkey" PRIMARY KEY ("school_id", "id")
);

CREATE TABLE "account" (
  "school_id" uuid NOT NULL,
  "id" uuid NOT NULL,
  "source" text NOT NULL,
  "external_key" text NOT NULL,
  "content_hash" bytea NOT NULL,
  "run_id" bigint NOT NULL,
  "absent_at" timestamptz(3),
  "first_seen_at" timestamptz(3) NOT NULL,
  "content_changed_at" timestamptz(3),
  "deleted_at" timestamptz(3),
  "holder" text NOT NULL,
  "student_id" uuid,
  "guardian_id" uuid,
  "staff_id" uuid,
  "rights" text NOT NULL,
  "shared" boolean NOT NULL,
  "opened_day" date,
  "closed_day" date,
  CONSTRAINT "account_pkey" PRIMARY KEY ("school_id", "id")
);

-- Until now every client did the school's own work.
ALTER TABLE "client" ADD COLUMN "purpose" text NOT NULL DEFAULT 'school';
ALTER TABLE "client" ADD COLUMN "operator" text;
ALTER TABLE "client" ALTER COLUMN "purpose" DROP DEFAULT;

CREATE TABLE "adoption" (
  "school_id" uuid NOT NULL,
  "regulation" text NOT NULL,
  "from_day" date NOT NULL,
  "to_day" date,
  "choices" jsonb NOT NULL DEFAULT '{}',
  "adopted_at" timestamptz(3) NOT NULL,
  CONSTRAINT "adoption_pkey" PRIMARY KEY ("school_id", "regulation", "from_day"),
  CONSTRAINT "adoption_school_id_fkey" FOREIGN KEY ("school_id")
    REFERENCES "school" ("school_id") ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE TABLE "finding" (
  "school_id" uuid NOT NULL,
  "finding_id" uuid NOT NULL,
  "unit" text NOT NULL,
  "rule" text NOT NULL,
  "kind" text NOT NULL,
  "severity" text NOT NULL,
  "effect" text NOT NULL,
  "regulation" text NOT NULL,
  "entry" text NOT NULL,
  "clause" text NOT NULL,
  "verdict" text NOT NULL,
  "reason" text,
  "message" text NOT NULL,
  "advice" text,
  "class_id" uuid,
  "subject_id" uuid,
  "student_id" uuid,
  "staff_id" uuid,
  "term_id" uuid,
  "day" date,
  "deadline" timestamptz(3),
  "not_before" timestamptz(3),
  "not_after" timestamptz(3),
  "count" integer NOT NULL,
  "rows" jsonb NOT NULL,
  "basis" jsonb NOT NULL,
  "state" text NOT NULL,
  "permit_id" uuid,
  "opened_at" timestamptz(3) NOT NULL,
  "changed_at" timestamptz(3) NOT NULL,
  "closed_at" timestamptz(3),
  CONSTRAINT "finding_pkey" PRIMARY KEY ("school_id", "finding_id")
);
CREATE UNIQUE INDEX "finding_finding_id_key" ON "finding" ("finding_id");
CREATE INDEX "finding_school_id_unit_idx" ON "finding" ("school_id", "unit");

-- What people did about a finding: explained, closed, opened again.
CREATE TABLE "finding_note" (
  "school_id" uuid NOT NULL,
  "note_id" bigint GENERATED BY DEFAULT AS IDENTITY,
  "finding_id" uuid NOT NULL,
  "action" text NOT NULL,
  "text" text,
  "by" text NOT NULL,
  "at" timestamptz(3) NOT NULL,
  CONSTRAINT "finding_note_pkey" PRIMARY KEY ("school_id", "note_id")
);
CREATE INDEX "finding_note_school_id_finding_id_idx" ON "finding_note" ("school_id", "finding_id");

-- How many decisions of each sort an entry brought in a unit: the counters of weekly and quarterly control.
CREATE TABLE "tally" (
  "school_id" uuid NOT NULL,
  "unit" text NOT NULL,
  "regulation" text NOT NULL,
  "entry" text NOT NULL,
  "kind" text NOT NULL,
  "class_id" uuid,
  "subject_id" uuid,
  "term_id" uuid,
  "met" integer NOT NULL,
  "violated" integer NOT NULL,
  "not_evaluable" integer NOT NULL,
  "not_concerned" integer NOT NULL,
  "evaluated_at" timestamptz(3) NOT NULL,
  CONSTRAINT "tally_pkey" PRIMARY KEY ("school_id", "unit", "regulation", "entry")
);

-- What is to be evaluated again, and from when: set by a run in its own transaction, and by the clock.
CREATE TABLE "unit_due" (
  "school_id" uuid NOT NULL,
  "unit" text NOT NULL,
  "due_at" timestamptz(3) NOT NULL,
  CONSTRAINT "unit_due_pkey" PRIMARY KEY ("school_id", "unit")
);

-- What a school's last evaluation stood on: regulations, calendar, sources. Where it differs, all is evaluated anew.
CREATE TABLE "control_basis" (
  "school_id" uuid NOT NULL,
  "digest" text NOT NULL,
  "evaluated_at" timestamptz(3) NOT NULL,
  CONSTRAINT "control_basis_pkey" PRIMARY KEY ("school_id")
);

-- A record whose change is not accepted: everybody goes on seeing `accepted` (null: nothing).
CREATE TABLE "withheld" (
  "school_id" uuid NOT NULL,
  "entity" text NOT NULL,
  "row_id" uuid NOT NULL,
  "student_id" uuid NOT NULL,
  "accepted" jsonb,
  "since" timestamptz(3) NOT NULL,
  "finding_id" uuid,
  CONSTRAINT "withheld_pkey" PRIMARY KEY ("school_id", "entity", "row_id")
);
CREATE INDEX "withheld_school_id_student_id_idx" ON "withheld" ("school_id", "student_id");

-- Who did what, in a chain: each entry's hash holds the one before it.
CREATE TABLE "audit" (
  "school_id" uuid NOT NULL,
  "entry_no" bigint NOT NULL,
  "at" timestamptz(3) NOT NULL,
  "by" text NOT NULL,
  "action" text NOT NULL,
  "object" text NOT NULL,
  "details" jsonb NOT NULL,
  "hash" bytea NOT NULL,
  CONSTRAINT "audit_pkey" PRIMARY KEY ("school_id", "entry_no")
);

-- When records are closed, as far as a run must know before anybody has evaluated: what comes later waits.
CREATE TABLE "closing" (
  "school_id" uuid NOT NULL,
  "entity" text NOT NULL,
  "after_days" integer,
  "by_term_mark" boolean NOT NULL,
  CONSTRAINT "closing_pkey" PRIMARY KEY ("school_id", "entity")
);
