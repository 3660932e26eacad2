//! Who is at the door: the origin and address of a request, and the user behind its bearer token.

use crate::{
    core::{App, BadToken, Caller, Error},
    domain::{
        api_keys::{self, BadKey},
        auth,
    },
};
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{Extensions, HeaderMap, HeaderName, header, request::Parts},
};
use ipnet::{IpNet, Ipv4Net};
use shared::origin::Origin;
use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

/// What is kept of a `User-Agent`, in bytes.
const LONGEST_USER_AGENT: usize = 255;

/// Where a request came from.
#[derive(Clone, Debug)]
pub struct Peer {
    /// The `Origin` header, if a browser sent one from a page that is not ours.
    pub origin: Option<String>,
    /// The client's address, behind trusted proxies the forwarded one.
    pub ip: Option<IpAddr>,
    /// The beginning of the `User-Agent` header.
    pub user_agent: Option<Arc<str>>,
    /// The number of its socket, if it has one.
    pub socket: Option<u64>,
}

/// Why the `Authorization` header was refused.
pub enum Refused {
    /// Not `Bearer` and a token, and no API key.
    Malformed,
    Token(BadToken),
    /// An API key that is used too often: RATE_LIMITED.
    TooOften(Error),
    /// An API key that could not be looked up.
    Failed(Error),
}

impl From<BadKey> for Refused {
    fn from(bad: BadKey) -> Self {
        match bad {
            BadKey::Token(token) => Self::Token(token),
            BadKey::TooOften(error) => Self::TooOften(error),
            BadKey::Failed(error) => Self::Failed(error),
        }
    }
}

impl FromRequestParts<App> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let address = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let ip = address.map(|peer| client_ip(peer.ip(), &parts.headers, &app.config().trusted_proxies));
        let origin =
            text(&parts.headers, header::ORIGIN).filter(|origin| !is_ours(origin, &parts.headers, app));
        let user_agent = text(&parts.headers, header::USER_AGENT).map(shortened);
        Ok(Self { origin: origin.map(Into::into), ip, user_agent, socket: None })
    }
}

impl Peer {
    /// This peer without a login.
    pub fn nobody(&self) -> Caller {
        self.as_seen(Caller::NOBODY)
    }

    /// This peer as the user of a token.
    pub async fn user(&self, app: &App, token: &str) -> Result<Caller, BadToken> {
        Ok(self.as_seen(auth::caller(app, token, self.origin.clone(), self.ip).await?))
    }

    /// A caller with all that is known of where it calls from.
    fn as_seen(&self, caller: Caller) -> Caller {
        let user_agent = self.user_agent.clone();
        Caller { origin: self.origin.clone(), ip: self.ip, user_agent, socket: self.socket, ..caller }
    }

    /// This peer as its `Authorization` header says; without one, nobody.
    pub async fn caller(&self, app: &App, headers: &HeaderMap) -> Result<Caller, Refused> {
        let Some(header) = headers.get(header::AUTHORIZATION) else { return Ok(self.nobody()) };
        let header = header.to_str().map_err(|_| Refused::Malformed)?;
        let token = match header.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
            None if api_keys::is_key(header) => header,
            _ => return Err(Refused::Malformed),
        };
        if api_keys::is_key(token) {
            return Ok(self.as_seen(api_keys::caller(app, token).await?));
        }
        self.user(app, token).await.map_err(Refused::Token)
    }
}

/// Whether an origin is our own: that of the public address, or of the very host and port that the request names, since a server is
/// reached by more names than one. It keeps pages apart, not programs, which write any header.
pub fn is_ours(origin: &str, headers: &HeaderMap, app: &App) -> bool {
    let Some(origin) = Origin::parse(origin) else { return false };
    let is = |address: &str| Origin::parse(address).is_some_and(|known| known == origin);
    let host = text(headers, header::HOST).unwrap_or_default();
    is(&app.config().public_url) || is(&format!("http://{host}")) || is(&format!("https://{host}"))
}

/// Header texts that are read are ASCII.
fn shortened(user_agent: &str) -> Arc<str> {
    user_agent.get(..LONGEST_USER_AGENT).unwrap_or(user_agent).into()
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Whether a request comes straight from a trusted proxy.
pub fn is_trusted(extensions: &Extensions, app: &App) -> bool {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.ip().to_canonical());
    peer.is_some_and(|peer| is_among(&app.config().trusted_proxies, &peer))
}

fn is_among(networks: &[IpNet], ip: &IpAddr) -> bool {
    networks.iter().any(|network| network.contains(ip))
}

/// The last hop that is no trusted proxy. Without trusted proxies the header counts for nothing: anybody can write it.
fn client_ip(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let mut last = peer.to_canonical();
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = forwarded.flat_map(|line| line.split(',')).map(str::trim).collect();
    for hop in hops.into_iter().rev() {
        if !is_among(trusted, &last) {
            break;
        }
        let Some(ip) = address(hop) else { break };
        last = ip.to_canonical();
    }
    last
}

/// An address as proxies write it: some add a port.
fn address(hop: &str) -> Option<IpAddr> {
    hop.parse().ok().or_else(|| Some(hop.parse::<SocketAddr>().ok()?.ip()))
}

/// An address, or a network in CIDR notation. IPv4 that is mapped into IPv6 is IPv4.
pub fn network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    let parsed = text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
    let network = parsed.map_err(|_| "give an address or a network like 10.0.0.0/8".to_owned())?;
    let IpNet::V6(six) = network else { return Ok(network) };
    let four = six.prefix_len().checked_sub(96).zip(six.addr().to_ipv4_mapped());
    Ok(four.and_then(|(length, ip)| Ipv4Net::new(ip, length).ok()).map_or(network, IpNet::V4))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &str, trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        let trusted: Vec<IpNet> = trusted.iter().map(|text| network(text).unwrap()).collect();
        client_ip(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn only_trusted_proxies_say_who_they_forward_for() {
        assert_eq!(seen("9.9.9.9", "1.1.1.1", &[]), "9.9.9.9");
        assert_eq!(seen("10.0.0.1", "6.6.6.6, 1.1.1.1", &["10.0.0.1"]), "1.1.1.1");
        assert_eq!(seen("10.0.0.1", "6.6.6.6, 1.1.1.1, 10.0.0.2", &["10.0.0.1", "10.0.0.2"]), "1.1.1.1");
        assert_eq!(seen("::ffff:10.0.0.1", "1.1.1.1", &["10.0.0.1"]), "1.1.1.1");
        assert_eq!(seen("10.0.0.1", "nonsense", &["10.0.0.1"]), "10.0.0.1");
    }

    #[test]
    fn a_network_of_proxies_is_trusted_as_a_whole_and_hops_are_read_from_the_right() {
        let seen_by = |forwarded, trusted| seen("10.1.2.3", forwarded, &[trusted]);
        assert_eq!(seen_by("6.6.6.6, 1.1.1.1, 10.9.9.9", "10.0.0.0/8"), "1.1.1.1");
        assert_eq!(seen_by("6.6.6.6, 1.1.1.1, 10.9.9.9", "10.1.0.0/16"), "10.9.9.9");
        assert_eq!(seen_by("1.1.1.1", "192.168.0.0/16"), "10.1.2.3");
        assert_eq!(seen_by("::ffff:1.1.1.1", "::ffff:10.0.0.0/104"), "1.1.1.1");
        assert_eq!(seen_by("1.1.1.1:4711, [2001:db8::1]:80", "10.0.0.0/8"), "2001:db8::1");
        assert_eq!(seen_by("1.1.1.1", "10.0.0.0/8"), "1.1.1.1");
        // Nobody before the first hop that is not trusted is believed, and nothing that is no address.
        assert_eq!(seen_by("10.0.0.1, 6.6.6.6, 1.1.1.1", "10.0.0.0/8"), "1.1.1.1");
        assert_eq!(seen_by("1.1.1.1, unknown", "10.0.0.0/8"), "10.1.2.3");
        assert_eq!(seen("2001:db8::1", "1.1.1.1", &["2001:db8::/32"]), "1.1.1.1");
        assert!(network("10.0.0.0/33").is_err() && network("proxy").is_err() && network("").is_err());
    }
}
