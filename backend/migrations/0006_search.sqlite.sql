-- Words of messages and visitors to search by (store/search.rs). An index over a table needs numbers of its rows that nothing
-- changes, which SQLite promises for an INTEGER PRIMARY KEY alone: `messages` is made anew. Rows without words are given them
-- when the server has started.

CREATE TABLE numbered_messages (
    id BLOB NOT NULL UNIQUE,
    conversation_id BLOB NOT NULL REFERENCES conversations (id),
    seq BIGINT NOT NULL,
    rev BIGINT NOT NULL DEFAULT 0,
    client_message_id TEXT,
    sender_id BLOB REFERENCES identities (id),
    sender_kind TEXT NOT NULL,
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    blocks TEXT NOT NULL,
    details TEXT,
    channel TEXT,
    reply_to_id BLOB,
    metadata TEXT,
    external_id TEXT,
    status TEXT NOT NULL DEFAULT 'sent',
    error TEXT,
    edited_at BIGINT,
    deleted_at BIGINT,
    created_at BIGINT NOT NULL,
    number INTEGER PRIMARY KEY,
    words TEXT,
    UNIQUE (conversation_id, seq),
    UNIQUE (sender_id, client_message_id)
);
INSERT INTO numbered_messages
    (id, conversation_id, seq, rev, client_message_id, sender_id, sender_kind, kind, content, blocks, details, channel,
     reply_to_id, metadata, external_id, status, error, edited_at, deleted_at, created_at)
SELECT id, conversation_id, seq, rev, client_message_id, sender_id, sender_kind, kind, content, blocks, details, channel,
     reply_to_id, metadata, external_id, status, error, edited_at, deleted_at, created_at
FROM messages
ORDER BY created_at, conversation_id, seq;
DROP TABLE messages;
ALTER TABLE numbered_messages RENAME TO messages;
CREATE INDEX messages_without_words ON messages (number) WHERE words IS NULL;

CREATE VIRTUAL TABLE message_index USING fts5 (
    words, content = 'messages', content_rowid = 'number', detail = 'none', columnsize = 0, tokenize = 'ascii'
);
CREATE TRIGGER messages_index_insert AFTER INSERT ON messages WHEN new.words IS NOT NULL BEGIN
    INSERT INTO message_index (rowid, words) VALUES (new.number, new.words);
END;
CREATE TRIGGER messages_index_delete AFTER DELETE ON messages WHEN old.words IS NOT NULL BEGIN
    INSERT INTO message_index (message_index, rowid, words) VALUES ('delete', old.number, old.words);
END;
CREATE TRIGGER messages_index_forget AFTER UPDATE OF words ON messages WHEN old.words IS NOT NULL BEGIN
    INSERT INTO message_index (message_index, rowid, words) VALUES ('delete', old.number, old.words);
END;
CREATE TRIGGER messages_index_update AFTER UPDATE OF words ON messages WHEN new.words IS NOT NULL BEGIN
    INSERT INTO message_index (rowid, words) VALUES (new.number, new.words);
END;

CREATE TABLE visitor_words (
    number INTEGER PRIMARY KEY,
    visitor_id BLOB NOT NULL UNIQUE REFERENCES visitors (id),
    words TEXT NOT NULL
);
CREATE VIRTUAL TABLE visitor_index USING fts5 (
    words, content = 'visitor_words', content_rowid = 'number', detail = 'none', columnsize = 0, tokenize = 'ascii'
);
CREATE TRIGGER visitor_words_index_insert AFTER INSERT ON visitor_words BEGIN
    INSERT INTO visitor_index (rowid, words) VALUES (new.number, new.words);
END;
CREATE TRIGGER visitor_words_index_delete AFTER DELETE ON visitor_words BEGIN
    INSERT INTO visitor_index (visitor_index, rowid, words) VALUES ('delete', old.number, old.words);
END;
CREATE TRIGGER visitor_words_index_update AFTER UPDATE OF words ON visitor_words BEGIN
    INSERT INTO visitor_index (visitor_index, rowid, words) VALUES ('delete', old.number, old.words);
    INSERT INTO visitor_index (rowid, words) VALUES (new.number, new.words);
END;
