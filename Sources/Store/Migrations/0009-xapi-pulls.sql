-- Up to where the statements of other learning record stores were read (`tallybook pull xapi`).
CREATE TABLE xapi_pulls (
  -- The endpoint, and the key of the credential: what an LRS shows depends on who asks.
  address text NOT NULL,
  reader text NOT NULL,
  -- A `stored` of that store, in microseconds since 1970: statements up to it were read.
  through {int} NOT NULL,
  PRIMARY KEY (address, reader)
) {plain};
