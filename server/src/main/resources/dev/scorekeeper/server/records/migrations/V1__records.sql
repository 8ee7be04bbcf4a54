-- The same statements for SQLite and PostgreSQL; docs/records.md explains them.

-- Every record and every deletion of one, in the order in which they were written.
CREATE TABLE chain (
  position BIGINT NOT NULL PRIMARY KEY CHECK (position >= 1),
  kind TEXT NOT NULL CHECK (kind IN ('EVALUATION', 'DELETION')),
  -- Of the evaluation, or of the one that was deleted.
  id TEXT NOT NULL,
  -- Microseconds since 1970-01-01T00:00:00Z.
  time_us BIGINT NOT NULL,
  -- Of the entry before; '' for the first. Unique: a chain has no branches.
  previous_hash TEXT NOT NULL UNIQUE,
  -- SHA-256 of the content in UTF-8, lower-case hexadecimal.
  hash TEXT NOT NULL UNIQUE,
  -- Canonical JSON. NULL once deleted.
  content TEXT,
  UNIQUE (kind, id)
);

-- One row: the end of the chain. Whoever writes locks it first.
CREATE TABLE chain_head (
  singleton INTEGER NOT NULL PRIMARY KEY CHECK (singleton = 1),
  position BIGINT NOT NULL,
  hash TEXT NOT NULL
);
INSERT INTO chain_head (singleton, position, hash) VALUES (1, 0, '');

-- What kept records are looked up by; all of it is in their content, too.
CREATE TABLE evaluation (
  position BIGINT NOT NULL PRIMARY KEY REFERENCES chain (position),
  id TEXT NOT NULL UNIQUE,
  create_time_us BIGINT NOT NULL,
  request_id TEXT UNIQUE,
  model_name TEXT NOT NULL,
  model_version BIGINT NOT NULL,
  model_digest TEXT NOT NULL,
  dataset_name TEXT NOT NULL,
  dataset_version TEXT NOT NULL,
  dataset_digest TEXT NOT NULL,
  row_count BIGINT NOT NULL,
  mode TEXT NOT NULL,
  verdict TEXT NOT NULL
);
CREATE INDEX evaluation_model ON evaluation (model_name, model_version, position);
CREATE INDEX evaluation_dataset ON evaluation (dataset_name, dataset_version, position);
CREATE INDEX evaluation_digest ON evaluation (dataset_digest, model_name);
CREATE INDEX evaluation_time ON evaluation (create_time_us);

-- The values of kept records, for SQL.
CREATE TABLE evaluation_value (
  position BIGINT NOT NULL REFERENCES evaluation (position) ON DELETE CASCADE,
  -- Order in the record: first over all rows, then slice by slice.
  ordinal INTEGER NOT NULL,
  -- JSON object of column to value; '' over all rows.
  slice TEXT NOT NULL,
  name TEXT NOT NULL,
  metric TEXT NOT NULL,
  output TEXT NOT NULL,
  weighted INTEGER NOT NULL CHECK (weighted IN (0, 1)),
  class_id BIGINT,
  aggregation TEXT NOT NULL,
  metric_digest TEXT NOT NULL,
  -- The exact value: the shortest decimal that gives the same binary number, or NaN, Infinity, -Infinity.
  decimal_text TEXT NOT NULL,
  -- The same to compare and to sort by; NULL where it is not a finite number.
  number DOUBLE PRECISION,
  PRIMARY KEY (position, ordinal)
);
CREATE INDEX evaluation_value_metric ON evaluation_value (metric_digest, position);
