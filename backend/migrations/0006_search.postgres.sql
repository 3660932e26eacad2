-- Words of messages and visitors to search by (store/search.rs). Rows without words are given them when the server has started.

ALTER TABLE messages ADD COLUMN number BIGSERIAL;
ALTER TABLE messages ADD COLUMN words TEXT;
-- The rows of before get their numbers in the order of time, as new ones do.
UPDATE messages SET number = ordered.number
FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY created_at, conversation_id, seq) AS number FROM messages) AS ordered
WHERE ordered.id = messages.id;
CREATE UNIQUE INDEX messages_by_number ON messages (number);
CREATE INDEX messages_without_words ON messages (number) WHERE words IS NULL;
CREATE INDEX messages_by_words ON messages USING GIN (array_to_tsvector(string_to_array(words, ' ')));

CREATE TABLE visitor_words (
    number BIGSERIAL PRIMARY KEY,
    visitor_id UUID NOT NULL UNIQUE REFERENCES visitors (id),
    words TEXT NOT NULL
);
CREATE INDEX visitor_words_by_words ON visitor_words USING GIN (array_to_tsvector(string_to_array(words, ' ')));
