//! Allowed origins as people type them: one a line, checked before they are sent.

use shared::origin::Origin;

/// The entries of the text in their plain form, without repeats; or the first line that is no entry.
pub fn parse(text: &str) -> Result<Vec<String>, String> {
    let mut entries = Vec::new();
    for line in text.split(['\n', ',', ' ']).map(str::trim).filter(|line| !line.is_empty()) {
        let entry = plain(line).ok_or(line)?;
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    Ok(entries)
}

/// An origin without its path, or `*.domain`; a bare `example.com` is meant as https.
fn plain(line: &str) -> Option<String> {
    if line.starts_with("*.") {
        return Origin::ancestor_sources(line).map(|_| line.to_lowercase());
    }
    let written = if line.contains("://") { line.to_owned() } else { format!("https://{line}") };
    let origin = Origin::parse(&written)?.to_string();
    (line.contains("://") || line.contains('.') || line.starts_with("localhost")).then_some(origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_origins_without_repeats() {
        let text = "https://Example.com/pricing\nexample.com, *.Shop.example http://localhost:3000\n";
        let expected = ["https://example.com", "*.shop.example", "http://localhost:3000"];
        assert_eq!(parse(text).unwrap(), expected);
        assert!(parse(" \n").unwrap().is_empty());
    }

    #[test]
    fn what_could_never_match_is_named() {
        for line in ["ftp://example.com", "https://*.example.com", "*.", "nonsense", "https://user:pw@a.com"]
        {
            assert_eq!(parse(&format!("https://a.com\n{line}")).unwrap_err(), line);
        }
    }
}
