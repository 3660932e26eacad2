-- Words of articles to search by (store/search.rs).

CREATE TABLE article_words (
    number BIGSERIAL PRIMARY KEY,
    article_id UUID NOT NULL UNIQUE REFERENCES articles (id),
    words TEXT NOT NULL
);
CREATE INDEX article_words_by_words ON article_words USING GIN (array_to_tsvector(string_to_array(words, ' ')));
