-- Up to where the statements of other learning record stores were read (`tallybook pull xapi`).
CREATE TABLE xapi_pulls (
  -- The endpoint.
  address text PRIMARY KEY,
  -- A `stored` of that store, in microseconds since 1970: statements up to it were read.
  through {int} NOT NULL
) {plain};
