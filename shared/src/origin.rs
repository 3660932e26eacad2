//! Web origins, and whether a workspace's allow-list admits one (functions-identity.md §5). Exact: scheme, host and port.

use crate::Error;

/// A parsed origin: scheme, lower-case host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    scheme: &'static str,
    host: String,
    port: u16,
}

impl Origin {
    /// Parses the origin of an http(s) address; path and query are ignored, `user:password@` is refused.
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.trim().split_once("://")?;
        let (scheme, default_port) = match scheme.to_ascii_lowercase().as_str() {
            "http" => ("http", 80),
            "https" => ("https", 443),
            _ => return None,
        };
        let authority = rest.split(['/', '?', '#']).next()?;
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port.parse().ok()?),
            _ => (authority, default_port),
        };
        let is_clean = !host.is_empty()
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._[]:".contains(&b))
            && (host.starts_with('[') && host.ends_with(']')) == host.contains(':');
        is_clean.then(|| Self { scheme, host: host.to_ascii_lowercase(), port })
    }

    /// Whether an entry of an allow-list admits this origin: an origin that equals it, or `*.domain` for the domain and every
    /// subdomain on any scheme and port.
    pub fn is_admitted_by(&self, entry: &str) -> bool {
        match entry.trim().strip_prefix("*.") {
            Some(domain) if domain.is_empty() || domain.contains(['/', ':']) => false,
            Some(domain) => {
                let domain = domain.to_ascii_lowercase();
                self.host == domain || self.host.strip_suffix(&domain).is_some_and(|rest| rest.ends_with('.'))
            }
            None => Self::parse(entry).is_some_and(|listed| listed == *self),
        }
    }

    /// The entry as a source of `frame-ancestors`; `None` when it could never match.
    pub fn ancestor_sources(entry: &str) -> Option<String> {
        match entry.trim().strip_prefix("*.") {
            Some(domain) => {
                let host = Self::parse(&format!("https://{domain}"))?.host;
                (!domain.contains(['/', ':']))
                    .then(|| format!("http://{host}:* https://{host}:* http://*.{host}:* https://*.{host}:*"))
            }
            None => Self::parse(entry).map(|origin| origin.to_string()),
        }
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.scheme, self.port) {
            ("http", 80) | ("https", 443) => write!(f, "{}://{}", self.scheme, self.host),
            (scheme, port) => write!(f, "{scheme}://{}:{port}", self.host),
        }
    }
}

/// Refuses `origin` unless the allow-list is empty or one of its entries admits it. The texts are those clients look for.
pub fn check(allowed: &[String], origin: Option<&str>) -> Result<(), Error> {
    let refuse = |reason: &str| Err(Error::not_authorized(format!("Origin validation failed: {reason}")));
    if allowed.is_empty() {
        return Ok(());
    }
    let Some(origin) = origin.filter(|text| !text.is_empty()) else {
        return refuse("Origin header is required when allowed origins are configured");
    };
    match Origin::parse(origin) {
        None => refuse("Origin must be a valid http(s) origin"),
        Some(origin) if allowed.iter().any(|entry| origin.is_admitted_by(entry)) => Ok(()),
        Some(_) => refuse("Origin not in allowed list"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(origin: &str, entry: &str) -> bool {
        check(&[entry.into()], Some(origin)).is_ok()
    }

    #[test]
    fn an_origin_is_compared_by_scheme_host_and_port() {
        assert!(admitted("https://A.com", "https://a.com:443/path?x"));
        assert!(!admitted("https://a.com:3000", "https://a.com:8080"));
        assert!(!admitted("http://a.com", "https://a.com"));
        assert!(!admitted("https://other.site", "https://app.site"));
        assert!(!admitted("https://a.com.evil.com", "https://a.com"));
        assert!(!admitted("https://user:pw@a.com", "https://a.com"));
        assert!(admitted("http://[::1]:8080", "http://[::1]:8080"));
    }

    #[test]
    fn a_star_admits_the_domain_and_its_subdomains_only() {
        assert!(admitted("https://shop.example.com:8443", "*.example.com"));
        assert!(admitted("http://example.com", " *.example.com"));
        assert!(!admitted("https://badexample.com", "*.example.com"));
        assert!(!admitted("https://shop.example.com", "https://*.example.com"));
        assert!(!admitted("https://example.com", "*."));
    }

    #[test]
    fn an_empty_list_admits_everybody_and_a_full_one_nobody_without_an_origin() {
        assert!(check(&[], None).is_ok());
        assert!(check(&[], Some("not-a-valid-origin")).is_ok());
        assert!(check(&["https://a.com".into()], None).is_err());
        assert!(check(&["https://a.com".into()], Some("null")).is_err());
    }
}
