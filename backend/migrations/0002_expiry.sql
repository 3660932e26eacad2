-- What the hourly cleaner looks for.
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX widget_sessions_by_expiry ON widget_sessions (expires_at);
