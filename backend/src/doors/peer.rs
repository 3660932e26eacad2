//! Who is at the door: the origin and address of a request, and the user behind its bearer token.

use crate::{
    core::{App, BadToken, Caller},
    domain::auth,
};
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{Extensions, HeaderMap, HeaderName, header, request::Parts},
};
use shared::origin::Origin;
use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

/// Where a request came from.
#[derive(Clone, Debug)]
pub struct Peer {
    /// The `Origin` header, if a browser sent one from a page that is not ours.
    pub origin: Option<String>,
    /// The client's address, behind trusted proxies the forwarded one.
    pub ip: Option<IpAddr>,
    /// The number of its socket, if it has one.
    pub socket: Option<u64>,
}

/// Why the `Authorization` header was refused.
pub enum Refused {
    /// Not `Bearer` and a token.
    Malformed,
    Token(BadToken),
}

impl FromRequestParts<App> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let address = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let ip = address.map(|peer| client_ip(peer.ip(), &parts.headers, &app.config().trusted_proxies));
        let origin =
            text(&parts.headers, header::ORIGIN).filter(|origin| !is_ours(origin, &parts.headers, app));
        Ok(Self { origin: origin.map(Into::into), ip, socket: None })
    }
}

impl Peer {
    /// This peer without a login.
    pub fn nobody(&self) -> Caller {
        Caller { origin: self.origin.clone(), ip: self.ip, socket: self.socket, ..Caller::NOBODY }
    }

    /// This peer as the user of a token.
    pub async fn user(&self, app: &App, token: &str) -> Result<Caller, BadToken> {
        let caller = auth::caller(app, token, self.origin.clone(), self.ip).await?;
        Ok(Caller { socket: self.socket, ..caller })
    }

    /// This peer as its `Authorization` header says; without one, nobody.
    pub async fn caller(&self, app: &App, headers: &HeaderMap) -> Result<Caller, Refused> {
        let Some(header) = headers.get(header::AUTHORIZATION) else { return Ok(self.nobody()) };
        let header = header.to_str().map_err(|_| Refused::Malformed)?;
        let (scheme, token) = header.split_once(' ').ok_or(Refused::Malformed)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Refused::Malformed);
        }
        self.user(app, token.trim()).await.map_err(Refused::Token)
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

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Whether a request comes straight from a trusted proxy.
pub fn is_trusted(extensions: &Extensions, app: &App) -> bool {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.ip().to_canonical());
    peer.is_some_and(|peer| app.config().trusted_proxies.iter().any(|known| known.to_canonical() == peer))
}

/// The last hop that is no trusted proxy. Without trusted proxies the header counts for nothing: anybody can write it.
fn client_ip(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let is_trusted = |ip: &IpAddr| trusted.iter().any(|known| known.to_canonical() == *ip);
    let mut last = peer.to_canonical();
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = forwarded.flat_map(|line| line.split(',')).map(str::trim).collect();
    for hop in hops.into_iter().rev() {
        if !is_trusted(&last) {
            break;
        }
        let Ok(ip) = hop.parse::<IpAddr>() else { break };
        last = ip.to_canonical();
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &str, trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        let trusted: Vec<IpAddr> = trusted.iter().map(|ip| ip.parse().unwrap()).collect();
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
}
