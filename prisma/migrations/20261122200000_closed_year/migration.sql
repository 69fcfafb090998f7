CREATE TABLE "closed_year" (
  "school_id" uuid NOT NULL,
  "year" integer NOT NULL,
  "from_day" date NOT NULL,
  "to_day" date NOT NULL,
  "closed_at" timestamptz(3) NOT NULL,
  "closed_by" text NOT NULL,
  "parts" jsonb NOT NULL,
  "digest" text NOT NULL,
  CONSTRAINT "closed_year_pkey" PRIMARY KEY ("school_id", "year"),
  CONSTRAINT "closed_year_school_id_fkey" FOREIGN KEY ("school_id")
    REFERENCES "school" ("school_id") ON DELETE RESTRICT ON UPDATE CASCADE
);
