//! What this process takes of its machine, as Linux tells it.

use std::fs;

/// Names of gauges with their help and value; what the system does not tell is left out. The names are those that every exporter
/// for Prometheus uses.
pub fn gauges() -> impl Iterator<Item = (&'static str, &'static str, f64)> {
    let resident = number("/proc/self/status", "VmRSS:").map(|kib| kib * 1024.0);
    let open = fs::read_dir("/proc/self/fd").ok().map(|files| files.count() as f64);
    let most = number("/proc/self/limits", "Max open files");
    [
        ("process_resident_memory_bytes", "Resident memory", resident),
        ("process_open_fds", "Open files and sockets", open),
        ("process_max_fds", "Files and sockets that may be open", most),
    ]
    .into_iter()
    .filter_map(|(name, help, value)| Some((name, help, value?)))
}

/// The first number behind the name that a line begins with.
fn number(file: &str, name: &str) -> Option<f64> {
    let text = fs::read_to_string(file).ok()?;
    text.lines().find_map(|line| line.strip_prefix(name)?.split_whitespace().next()?.parse().ok())
}
