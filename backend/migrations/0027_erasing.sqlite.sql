-- A word that is deleted leaves the indexes at once, and not when they are merged next.
INSERT INTO message_index (message_index, rank) VALUES ('secure-delete', 1);
INSERT INTO visitor_index (visitor_index, rank) VALUES ('secure-delete', 1);
