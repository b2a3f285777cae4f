-- The trigrams of users' names and email addresses, by which a search finds candidates (`SearchCandidates`). The table
-- stores no text; a user's text is a row of `user_words`. Its first and last name are adjacent in both orders, since
-- Chinese, Japanese and Korean names are found so, and it ends with blanks, so that each of its characters begins a
-- trigram. `user_trigrams` has the users of a range of trigrams.
CREATE VIEW user_words AS
  SELECT user_key, first_name_key || last_name_key || first_name_key || ' ' || email || '  ' AS words
  FROM user_standings;
CREATE VIRTUAL TABLE user_search USING fts5
  (words, content='user_words', content_rowid='user_key', tokenize='trigram', detail='none', columnsize=0);
CREATE VIRTUAL TABLE user_trigrams USING fts5vocab('user_search', 'instance');

-- The first import and `tallybook rebuild` record a version at the end: then all users are read at once, which takes a
-- third of the time.
CREATE TRIGGER user_search_all AFTER INSERT ON standings_version
  BEGIN INSERT INTO user_search (user_search) VALUES ('rebuild'); END;

CREATE TRIGGER user_search_new AFTER INSERT ON user_standings
  WHEN EXISTS (SELECT 1 FROM standings_version)
  BEGIN
    INSERT INTO user_search (rowid, words) SELECT user_key, words FROM user_words WHERE user_key = new.user_key; END;

CREATE TRIGGER user_search_old_words BEFORE UPDATE OF last_name_key, first_name_key, email ON user_standings
  WHEN (old.last_name_key, old.first_name_key, old.email) <> (new.last_name_key, new.first_name_key, new.email)
    AND EXISTS (SELECT 1 FROM standings_version)
  BEGIN
    INSERT INTO user_search (user_search, rowid, words)
    SELECT 'delete', user_key, words FROM user_words WHERE user_key = old.user_key; END;

CREATE TRIGGER user_search_new_words AFTER UPDATE OF last_name_key, first_name_key, email ON user_standings
  WHEN (old.last_name_key, old.first_name_key, old.email) <> (new.last_name_key, new.first_name_key, new.email)
    AND EXISTS (SELECT 1 FROM standings_version)
  BEGIN
    INSERT INTO user_search (rowid, words) SELECT user_key, words FROM user_words WHERE user_key = new.user_key; END;

INSERT INTO user_search (user_search) VALUES ('rebuild');
