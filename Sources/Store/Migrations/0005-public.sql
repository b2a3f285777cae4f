-- Which courses somebody published, for the author's card.
CREATE INDEX courses_publisher ON courses (published_by_key) WHERE published_by_key IS NOT NULL;
