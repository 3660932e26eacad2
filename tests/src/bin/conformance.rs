//! The server that foreign clients are tried against: Docent itself, with a room of functions for their scenes, and a relay that
//! mutes and cuts sockets on command. Prints its address and serves until its input ends.

#[path = "conformance/relay.rs"]
mod relay;
#[path = "conformance/scenes.rs"]
mod scenes;

use docent::{
    app,
    core::{App, Clock, Config},
    domain,
    store::{Location, Options, Store, migrations::MIGRATIONS},
};
use std::{error::Error, net::SocketAddr};
use tokio::{io::AsyncReadExt, net::TcpListener};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let url = format!("http://{address}");

    let migrations: Vec<_> = MIGRATIONS.iter().copied().chain([scenes::ROWS]).collect();
    let options = Options { migrations: migrations.leak(), ..Options::default() };
    let store =
        Store::open_with(&Location::Sqlite(folder.path().join("conformance.sqlite")), &options).await?;
    let mut functions = domain::functions();
    scenes::register(&mut functions);
    let config = Config::new(&url, "known to everybody, for tests alone");
    let app = App::new(config, store, functions, Clock::default())?;

    let service = app::router(app).merge(relay::routes(address));
    println!("{url}");
    let serving = axum::serve(listener, service.into_make_service_with_connect_info::<SocketAddr>());
    tokio::select! {
        ended = serving => ended?,
        () = input_ends() => (),
    }
    Ok(())
}

/// Whoever started us holds our input; when it is gone, so are we.
async fn input_ends() {
    let (mut input, mut byte) = (tokio::io::stdin(), [0]);
    while matches!(input.read(&mut byte).await, Ok(1)) {}
}
