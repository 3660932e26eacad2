-- Which rating a conversation has (functions-inbox.md §8).

ALTER TABLE conversations ADD COLUMN csat_response_id UUID;
