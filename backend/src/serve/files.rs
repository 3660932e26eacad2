//! How many files, and with them connections, this process may have open.

/// What the server needs for itself: the store's connections, its files, the bus, requests that open a file for a moment.
const OWN: u64 = 128;

/// Raises the limit of open files to the most that the system allows this process, and says how many connections that makes.
pub fn raise_limit() {
    match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(files) => {
            let connections = files.saturating_sub(OWN);
            match connections {
                0..1024 => tracing::warn!(
                    files,
                    connections,
                    "few files may be open: raise the limit (LimitNOFILE, ulimit -Hn)"
                ),
                _ => tracing::info!(files, connections, "as many connections may be open"),
            }
        }
        // A server with a low limit is better than none.
        Err(cause) => tracing::warn!(%cause, "the limit of open files could not be raised"),
    }
}
