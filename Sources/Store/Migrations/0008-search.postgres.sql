-- The trigrams of users' names and email addresses (`SearchCandidates`), if the extension may be used; without it a search
-- reads all users. Not on Citus, where its nodes would need the extension too.
DO $$
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus') THEN
      CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE INDEX user_standings_words ON user_standings USING gin
        ((first_name_key || last_name_key || first_name_key || ' ' || email) gin_trgm_ops); END IF; EXCEPTION
    WHEN query_canceled THEN RAISE WARNING 'There is no index for searches: %', SQLERRM; WHEN insufficient_privilege
      OR feature_not_supported OR undefined_file OR undefined_object OR unique_violation THEN NULL; END $$;
