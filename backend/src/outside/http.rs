//! Requests of ours to a server that the operator names: a connection for each, and redirects are not followed.

use hyper::{
    Request, Response, Uri,
    body::{Body, Incoming},
    client::conn::http1,
};
use hyper_util::rt::TokioIo;
use std::{
    error::Error,
    fmt,
    sync::{Arc, LazyLock},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};

/// Reading the certificates takes a moment.
static TLS: LazyLock<Result<TlsConnector, String>> = LazyLock::new(encrypted);

/// Where a server is.
pub struct Server {
    host: String,
    port: u16,
    tls: Option<TlsConnector>,
}

/// Nobody answers there, for the operator.
#[derive(Debug)]
pub struct Away(String);

impl fmt::Display for Away {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Away {}

impl Away {
    fn because(cause: impl fmt::Display) -> Self {
        Self(cause.to_string())
    }
}

impl Server {
    /// The server of an address `http://…` or `https://…`. Errors: it names none; TLS cannot be used.
    pub fn at(address: &Uri) -> Result<Self, String> {
        let host = address.host().ok_or("the address names no host")?.trim_matches(['[', ']']).to_owned();
        let is_encrypted = address.scheme_str() == Some("https");
        let port = address.port_u16().unwrap_or(if is_encrypted { 443 } else { 80 });
        Ok(Self { host, port, tls: is_encrypted.then(|| TLS.clone()).transpose()? })
    }

    pub fn host(&self) -> &str {
        &self.host
    }

    /// Sends a request, which names its path and the `Host`.
    pub async fn ask<B>(&self, request: Request<B>) -> Result<Response<Incoming>, Away>
    where
        B: Body<Data: Send, Error: Into<Box<dyn Error + Send + Sync>>> + Send + 'static,
    {
        let tcp = TcpStream::connect((self.host.as_str(), self.port)).await.map_err(Away::because)?;
        let _only_slower = tcp.set_nodelay(true);
        match &self.tls {
            None => exchanged(tcp, request).await,
            Some(tls) => {
                let name = ServerName::try_from(self.host.clone()).map_err(Away::because)?;
                exchanged(tls.connect(name, tcp).await.map_err(Away::because)?, request).await
            }
        }
    }
}

async fn exchanged<B>(
    io: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<B>,
) -> Result<Response<Incoming>, Away>
where
    B: Body<Data: Send, Error: Into<Box<dyn Error + Send + Sync>>> + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(TokioIo::new(io)).await.map_err(Away::because)?;
    // It ends when the answer is read or dropped.
    tokio::spawn(connection);
    sender.send_request(request).await.map_err(Away::because)
}

fn encrypted() -> Result<TlsConnector, String> {
    let mut roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    // A server in the operator's own network may have a certificate of its own authority.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|cause| format!("TLS cannot be used: {cause}"))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}
