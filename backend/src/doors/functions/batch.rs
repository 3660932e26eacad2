//! Several queries that see one moment: in one request, or in several that name the same stamp.

use super::{
    App, Call, Door, Either, Raw, Refusal,
    answer::Outcome,
    in_time,
    request::{self, Format, Invocation},
};
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Value, json};

/// Queries in one request, at most.
const MOST: usize = 100;

#[derive(Deserialize)]
pub struct At {
    ts: String,
    #[serde(flatten)]
    invocation: Invocation,
}

#[derive(Deserialize)]
pub struct Queries {
    queries: Vec<Invocation>,
}

/// A stamp for `/api/query_at_ts`.
pub async fn stamp(State(app): State<App>) -> Json<Value> {
    let stamp = app.live().moment(&app);
    Json(json!({ "ts": STANDARD.encode(stamp.to_le_bytes()) }))
}

/// A query as of a stamp. Refused when what it reads has changed since: only the present is kept.
pub async fn query_at(door: Door, body: Raw) -> Either<Response, Refusal> {
    let At { ts, invocation } = request::read(body)?;
    invocation.check_path()?;
    let format = Format::of(invocation.format.as_deref())?;
    let stamp = STANDARD.decode(&ts).ok().and_then(|bytes| bytes.try_into().ok()).map(u64::from_le_bytes);
    let stamp = stamp.ok_or_else(|| Refusal::malformed("`ts` must be a stamp from /api/query_ts"))?;
    let gone = || {
        let message = "The snapshot of this `ts` is gone: ask /api/query_ts for a new one";
        Refusal::new(StatusCode::BAD_REQUEST, "SnapshotTooOld", message)
    };
    let since = door.app.live().counter_at(stamp).ok_or_else(gone)?;
    let query = match invocation.resolve(&door.app, Some("query")) {
        Ok(Call::Query(query)) => query,
        Ok(_) => return Err(Refusal::malformed("only queries can be read at a stamp")),
        Err(error) => return Ok(Outcome::of(Err(error), format).into_response()),
    };
    let ran = in_time(door.app.observe(&door.caller, query.as_ref())).await?;
    if ran.trace.topics.iter().any(|topic| door.app.board().has_moved(topic, since)) {
        return Err(gone());
    }
    Ok(Outcome::of(ran.value, format).into_response())
}

/// Several queries in one snapshot; each has an outcome of its own.
pub async fn queries(door: Door, body: Raw) -> Either<Response, Refusal> {
    let Queries { queries } = request::read(body)?;
    if queries.len() > MOST {
        return Err(Refusal::malformed(format!("A batch holds at most {MOST} queries")));
    }
    let mut formats = Vec::new();
    for invocation in &queries {
        invocation.check_path()?;
        formats.push(Format::of(invocation.format.as_deref())?);
    }
    let (mut good, mut results) = (Vec::new(), Vec::new());
    for invocation in queries {
        results.push(match invocation.resolve(&door.app, Some("query")) {
            Ok(Call::Query(query)) => {
                good.push(query);
                None
            }
            Ok(_) => return Err(Refusal::malformed("a batch holds only queries")),
            Err(error) => Some(Err(error)),
        });
    }
    let mut ran = in_time(door.app.observe_all(&door.caller, &good)).await??.into_iter();
    let outcomes: Vec<Outcome> = results
        .into_iter()
        .zip(formats)
        .filter_map(|(known, format)| {
            let result = known.or_else(|| ran.next().map(|ran| ran.value))?;
            Some(Outcome::of(result, format))
        })
        .collect();
    Ok(Json(json!({ "results": outcomes })).into_response())
}
