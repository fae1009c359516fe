"""The tables of the gateway's catalogue.

Times are microseconds since the epoch. A file's contents are in the blob folder under `sum_blake3`;
rows of files are removed, not marked, so that every row is a file that exists.
"""

VERSION = 1
"""The number of this layout, kept in the database's `user_version`."""

TABLES = """
CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE TABLE tokens (
    prefix TEXT PRIMARY KEY,
    digest BLOB NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER
) WITHOUT ROWID;

CREATE TABLE files (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    owner_id INTEGER NOT NULL REFERENCES users (id),
    directory TEXT NOT NULL,
    name TEXT NOT NULL,
    path TEXT NOT NULL GENERATED ALWAYS AS (rtrim(directory, '/') || '/' || name) VIRTUAL,
    media_type TEXT NOT NULL,
    permissions TEXT NOT NULL,
    size INTEGER NOT NULL,
    sum_blake3 TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    expiration_date INTEGER NOT NULL,
    is_public INTEGER NOT NULL DEFAULT 0,
    rf_milliseconds INTEGER,
    is_newest INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX files_by_path ON files (owner_id, path);
CREATE INDEX files_newest ON files (owner_id, path) WHERE is_newest;
CREATE INDEX files_by_contents ON files (sum_blake3, owner_id);

CREATE TABLE captures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    owner_id INTEGER NOT NULL REFERENCES users (id),
    capture_type TEXT NOT NULL,
    top_level_dir TEXT NOT NULL,
    index_name TEXT NOT NULL,
    channel TEXT NOT NULL DEFAULT '',
    scan_group TEXT,
    name TEXT NOT NULL,
    origin TEXT NOT NULL DEFAULT 'user',
    is_public INTEGER NOT NULL DEFAULT 0,
    capture_props TEXT NOT NULL DEFAULT '{}',
    search_props TEXT NOT NULL DEFAULT '{}',
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX drf_unique_channel_and_tld ON captures (owner_id, channel, top_level_dir)
    WHERE capture_type = 'drf';
CREATE UNIQUE INDEX rh_unique_scan_group ON captures (owner_id, scan_group)
    WHERE capture_type = 'rh' AND scan_group IS NOT NULL;
CREATE INDEX captures_by_directory ON captures (top_level_dir);
CREATE TABLE capture_files (
    capture_id INTEGER NOT NULL REFERENCES captures (id) ON DELETE CASCADE,
    file_id INTEGER NOT NULL REFERENCES files (id),
    PRIMARY KEY (capture_id, file_id)
) WITHOUT ROWID;
CREATE INDEX captures_of_file ON capture_files (file_id);
CREATE TABLE capture_shares (
    capture_id INTEGER NOT NULL REFERENCES captures (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    permission_level TEXT NOT NULL,
    PRIMARY KEY (user_id, capture_id)
) WITHOUT ROWID;
CREATE INDEX shares_of_capture ON capture_shares (capture_id);

CREATE TABLE datasets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    owner_id INTEGER NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    status TEXT NOT NULL DEFAULT 'draft',
    is_public INTEGER NOT NULL DEFAULT 0,
    description TEXT NOT NULL DEFAULT '{}',
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE TABLE dataset_files (
    dataset_id INTEGER NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    file_id INTEGER NOT NULL REFERENCES files (id),
    PRIMARY KEY (dataset_id, file_id)
) WITHOUT ROWID;
CREATE INDEX datasets_of_file ON dataset_files (file_id);
CREATE TABLE dataset_captures (
    dataset_id INTEGER NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    capture_id INTEGER NOT NULL REFERENCES captures (id),
    PRIMARY KEY (dataset_id, capture_id)
) WITHOUT ROWID;
CREATE INDEX datasets_of_capture ON dataset_captures (capture_id);
CREATE TABLE dataset_shares (
    dataset_id INTEGER NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    permission_level TEXT NOT NULL,
    PRIMARY KEY (user_id, dataset_id)
) WITHOUT ROWID;
CREATE INDEX shares_of_dataset ON dataset_shares (dataset_id);

-- CROSS JOIN keeps SQLite from turning the loops round: there are few shares and many files.
CREATE VIEW shared_captures (user_id, capture_id) AS
    SELECT user_id, capture_id FROM capture_shares
    UNION ALL
    SELECT user_id, capture_id FROM dataset_shares CROSS JOIN dataset_captures USING (dataset_id);
CREATE VIEW shared_files (user_id, file_id) AS
    SELECT user_id, file_id FROM shared_captures CROSS JOIN capture_files USING (capture_id)
    UNION ALL
    SELECT user_id, file_id FROM dataset_shares CROSS JOIN dataset_files USING (dataset_id);
"""
