//! Every door on one page.

use crate::{core::App, doors};
use axum::{Router, middleware::from_fn_with_state};
use std::time::Duration;
use tower_http::{catch_panic::CatchPanicLayer, timeout::RequestBodyTimeoutLayer};

/// How long a client may take between two parts of a body.
const BODY: Duration = Duration::from_secs(30);

/// All that the server answers.
pub fn router(app: App) -> Router {
    Router::new()
        .merge(doors::assets::routes()) //      /widget.js  /assets/…
        .merge(doors::frame::routes()) //       /widget/{workspace}.js  /frame/{workspace}
        .merge(doors::dashboard::routes()) //   /dashboard/…
        .merge(doors::discovery::routes()) //   /.well-known/…
        .merge(doors::email::routes()) //       /email/…  /api/email/…
        .merge(doors::functions::routes()) //   /api/query  /api/mutation  …
        .merge(doors::health::routes()) //      /healthz  /readyz
        .merge(doors::help_center::routes()) // /help/{workspace}/…  /robots.txt
        .merge(doors::session::routes()) //     /dashboard/session
        .merge(doors::socket::routes()) //      /api/sync  /api/{version}/sync
        .merge(doors::storage::routes()) //     /api/storage/…
        .layer(RequestBodyTimeoutLayer::new(BODY))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(app.clone(), doors::request_id::identify))
        .with_state(app)
}
