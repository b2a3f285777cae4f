-- Who caused a letter: letters per user who sends them and per user who gets them are limited. No reference, as of reports: the
-- letter is counted whatever becomes of its sender.
ALTER TABLE letters ADD COLUMN sender_key {int};
CREATE INDEX letters_sender ON letters (sender_key, made_at) WHERE sender_key IS NOT NULL;
CREATE INDEX letters_user ON letters (user_key, made_at) WHERE user_key IS NOT NULL;
