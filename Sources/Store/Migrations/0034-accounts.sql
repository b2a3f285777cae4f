-- Browsers and programs as their owner sees them, each of which can be ended. address: of the network, an IPv6 one by its /64.
-- agent: what the browser calls itself.
ALTER TABLE web_sessions ADD COLUMN address text;
ALTER TABLE web_sessions ADD COLUMN agent text;
ALTER TABLE tokens ADD COLUMN last_used_at {int};
CREATE INDEX tokens_user ON tokens (user_key);

-- Network addresses from which a user has signed in, the latest ones: these do not wait for what others have guessed.
CREATE TABLE signin_addresses (
  user_key {int} NOT NULL REFERENCES users (key),
  address text NOT NULL,
  at {int} NOT NULL,
  PRIMARY KEY (user_key, address)
) {plain};

-- Failures to sign in, one after another without a pause of 15 minutes, by account.
CREATE TABLE signin_accounts (account text PRIMARY KEY, failures {int} NOT NULL, last_at {int} NOT NULL) {plain};
