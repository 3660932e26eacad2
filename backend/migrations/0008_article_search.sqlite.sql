-- Words of articles to search by (store/search.rs).

CREATE TABLE article_words (
    number INTEGER PRIMARY KEY,
    article_id BLOB NOT NULL UNIQUE REFERENCES articles (id),
    words TEXT NOT NULL
);
CREATE VIRTUAL TABLE article_index USING fts5 (
    words, content = 'article_words', content_rowid = 'number', detail = 'none', columnsize = 0, tokenize = 'ascii'
);
CREATE TRIGGER article_words_index_insert AFTER INSERT ON article_words BEGIN
    INSERT INTO article_index (rowid, words) VALUES (new.number, new.words);
END;
CREATE TRIGGER article_words_index_delete AFTER DELETE ON article_words BEGIN
    INSERT INTO article_index (article_index, rowid, words) VALUES ('delete', old.number, old.words);
END;
CREATE TRIGGER article_words_index_update AFTER UPDATE OF words ON article_words BEGIN
    INSERT INTO article_index (article_index, rowid, words) VALUES ('delete', old.number, old.words);
    INSERT INTO article_index (rowid, words) VALUES (new.number, new.words);
END;
