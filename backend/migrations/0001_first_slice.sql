-- People, workspaces and conversations (domain-model.md §2 and §3). Written in Postgres words; store/migrate.rs says what
-- they become on SQLite. Times are Unix milliseconds. Columns for other surfaces stand here from the start, so that they need
-- no second model.

CREATE TABLE workspaces (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    slug TEXT,
    timezone TEXT,
    logo_url TEXT,
    allowed_origins JSONB NOT NULL,
    help_center_access_policy TEXT NOT NULL DEFAULT 'public',
    signup_mode TEXT NOT NULL DEFAULT 'invite-only',
    identity_secret TEXT,
    identity_secret_previous TEXT,
    identity_secret_previous_until BIGINT,
    identity_verification_enabled BOOLEAN NOT NULL DEFAULT FALSE,
    identity_verification_mode TEXT NOT NULL DEFAULT 'optional',
    session_lifetime_ms BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX workspaces_by_name ON workspaces (name, created_at);
CREATE INDEX workspaces_by_age ON workspaces (created_at, id);

-- A part of a workspace that sees only its own rows; null elsewhere means the whole workspace.
CREATE TABLE clients (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    slug TEXT,
    reference TEXT,
    timezone TEXT,
    archived_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX clients_by_workspace ON clients (workspace_id);

-- Every addressable party; users.id and visitors.id are identity ids.
CREATE TABLE identities (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    workspace_id UUID REFERENCES workspaces (id)
);

CREATE TABLE users (
    id UUID PRIMARY KEY REFERENCES identities (id),
    email TEXT NOT NULL UNIQUE,
    name TEXT,
    first_name TEXT,
    last_name TEXT,
    avatar_url TEXT,
    phone TEXT,
    timezone TEXT,
    locale TEXT,
    reference TEXT,
    custom_data JSONB,
    is_platform_admin BOOLEAN NOT NULL DEFAULT FALSE,
    -- The workspace that the user works in now.
    workspace_id UUID REFERENCES workspaces (id),
    role TEXT,
    password_hash TEXT,
    -- Failed sign-ins left, a bucket that refills with time.
    attempts_left DOUBLE PRECISION NOT NULL,
    attempted_at BIGINT NOT NULL,
    disabled_at BIGINT,
    created_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    id UUID PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);

-- A family of refresh tokens is a tree under its session; only hashes are kept.
CREATE TABLE refresh_tokens (
    id UUID PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    token_hash BYTEA NOT NULL UNIQUE,
    parent_id UUID,
    first_used_at BIGINT,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

CREATE TABLE workspace_members (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    user_id UUID NOT NULL REFERENCES users (id),
    client_id UUID REFERENCES clients (id),
    role TEXT NOT NULL,
    permissions JSONB NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (workspace_id, user_id)
);
CREATE INDEX workspace_members_by_user ON workspace_members (user_id, created_at);

CREATE TABLE invitations (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    client_id UUID REFERENCES clients (id),
    invited_by UUID NOT NULL REFERENCES users (id),
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX invitations_by_workspace ON invitations (workspace_id, created_at);
CREATE INDEX invitations_by_email ON invitations (email, created_at);

CREATE TABLE visitors (
    id UUID PRIMARY KEY REFERENCES identities (id),
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    client_id UUID REFERENCES clients (id),
    session_id TEXT,
    readable_id TEXT NOT NULL,
    external_user_id TEXT,
    email TEXT,
    name TEXT,
    phone TEXT,
    avatar_url TEXT,
    locale TEXT,
    timezone TEXT,
    location JSONB,
    device JSONB,
    referrer TEXT,
    current_url TEXT,
    custom_attributes JSONB,
    identity_verified BOOLEAN NOT NULL DEFAULT FALSE,
    identity_verified_at BIGINT,
    blocked BOOLEAN NOT NULL DEFAULT FALSE,
    archived_at BIGINT,
    merged_into_id UUID REFERENCES visitors (id),
    first_seen_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX visitors_by_session ON visitors (session_id, created_at);
CREATE INDEX visitors_by_email ON visitors (workspace_id, email, created_at);
CREATE INDEX visitors_by_external_id ON visitors (workspace_id, external_user_id, created_at);
CREATE INDEX visitors_by_age ON visitors (workspace_id, created_at);

CREATE TABLE widget_sessions (
    id UUID PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    visitor_id UUID NOT NULL REFERENCES visitors (id),
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    is_verified BOOLEAN NOT NULL,
    client_type TEXT NOT NULL,
    client_version TEXT,
    client_identifier TEXT,
    origin TEXT,
    current_url TEXT,
    device_platform TEXT,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX widget_sessions_by_visitor ON widget_sessions (visitor_id);
CREATE INDEX widget_sessions_by_workspace ON widget_sessions (workspace_id, created_at);

CREATE TABLE conversations (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id),
    client_id UUID REFERENCES clients (id),
    kind TEXT NOT NULL DEFAULT 'support',
    title TEXT,
    description TEXT,
    avatar_url TEXT,
    metadata JSONB,
    owner_id UUID REFERENCES identities (id),
    owner_kind TEXT,
    created_by UUID REFERENCES identities (id),
    channel TEXT NOT NULL DEFAULT 'chat',
    channel_id UUID,
    assignee_id UUID REFERENCES users (id),
    responder_id UUID,
    current_responder_id UUID,
    responder_version_id UUID,
    bot_active BOOLEAN NOT NULL DEFAULT FALSE,
    ai_state TEXT NOT NULL DEFAULT 'none',
    ai_handoff_reason TEXT,
    ai_last_confidence DOUBLE PRECISION,
    ai_last_response_at BIGINT,
    status TEXT NOT NULL,
    snoozed_until BIGINT,
    priority TEXT,
    -- Of the newest message; messages are numbered 1, 2, 3 … without gaps.
    last_seq BIGINT NOT NULL DEFAULT 0,
    rev BIGINT NOT NULL DEFAULT 0,
    team_read_seq BIGINT NOT NULL DEFAULT 0,
    owner_read_seq BIGINT NOT NULL DEFAULT 0,
    unread_by_agent BIGINT NOT NULL DEFAULT 0,
    unread_by_visitor BIGINT NOT NULL DEFAULT 0,
    last_message_at BIGINT,
    -- Last activity; what lists are ordered by.
    sort_at BIGINT NOT NULL,
    first_response_at BIGINT,
    resolved_at BIGINT,
    csat_completed_at BIGINT,
    archived_at BIGINT,
    removed_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX conversations_by_activity ON conversations (workspace_id, sort_at, id);
CREATE INDEX conversations_by_status ON conversations (workspace_id, status, sort_at, id);
CREATE INDEX conversations_by_assignee ON conversations (workspace_id, assignee_id, sort_at, id);
CREATE INDEX conversations_by_age ON conversations (workspace_id, created_at, id);
CREATE INDEX conversations_by_owner ON conversations (owner_id, sort_at, id);
CREATE INDEX conversations_by_snooze ON conversations (snoozed_until);

CREATE TABLE participants (
    conversation_id UUID NOT NULL REFERENCES conversations (id),
    identity_id UUID NOT NULL REFERENCES identities (id),
    role TEXT NOT NULL,
    joined_seq BIGINT NOT NULL,
    joined_at BIGINT NOT NULL,
    left_at BIGINT,
    last_read_seq BIGINT NOT NULL DEFAULT 0,
    last_delivered_seq BIGINT NOT NULL DEFAULT 0,
    cleared_seq BIGINT NOT NULL DEFAULT 0,
    hidden BOOLEAN NOT NULL DEFAULT FALSE,
    muted_until BIGINT,
    archived BOOLEAN NOT NULL DEFAULT FALSE,
    pinned BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (conversation_id, identity_id)
);
CREATE INDEX participants_by_identity ON participants (identity_id);

CREATE TABLE messages (
    id UUID PRIMARY KEY,
    conversation_id UUID NOT NULL REFERENCES conversations (id),
    seq BIGINT NOT NULL,
    rev BIGINT NOT NULL DEFAULT 0,
    client_message_id TEXT,
    sender_id UUID REFERENCES identities (id),
    sender_kind TEXT NOT NULL,
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    blocks JSONB NOT NULL,
    details JSONB,
    channel TEXT,
    reply_to_id UUID,
    metadata JSONB,
    external_id TEXT,
    status TEXT NOT NULL DEFAULT 'sent',
    error TEXT,
    edited_at BIGINT,
    deleted_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (conversation_id, seq),
    UNIQUE (sender_id, client_message_id)
);

CREATE TABLE messenger_settings (
    id UUID PRIMARY KEY,
    workspace_id UUID NOT NULL UNIQUE REFERENCES workspaces (id),
    primary_color TEXT NOT NULL,
    background_color TEXT NOT NULL,
    theme_mode TEXT NOT NULL,
    launcher_position TEXT NOT NULL,
    launcher_side_spacing BIGINT NOT NULL,
    launcher_bottom_spacing BIGINT NOT NULL,
    show_launcher BOOLEAN NOT NULL,
    welcome_message TEXT NOT NULL,
    team_introduction TEXT,
    show_teammate_avatars BOOLEAN NOT NULL,
    supported_languages JSONB NOT NULL,
    default_language TEXT NOT NULL,
    mobile_enabled BOOLEAN NOT NULL,
    logo TEXT,
    launcher_icon_url TEXT,
    privacy_policy_url TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Answers of mutations that came over a socket, so that one sent again is not run again (wire-protocol.md §6 "Reconnect").
CREATE TABLE requests (
    session_id UUID NOT NULL,
    request_id BIGINT NOT NULL,
    answer JSONB NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, request_id)
);
CREATE INDEX requests_by_age ON requests (created_at);
