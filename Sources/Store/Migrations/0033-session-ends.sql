-- How often all sessions of a user were ended. One that was opened before, and is not written yet, is not written afterwards.
CREATE TABLE session_ends (user_key {int} PRIMARY KEY REFERENCES users (key), ends {int} NOT NULL) {plain};
