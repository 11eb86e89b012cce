//! `/_mock/*`: how a test controls the mock. JSON in and out, without login, and none of it is in the request log.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::Response;
use axum::response::IntoResponse;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::hub::app::faults::Fault;
use crate::hub::app::request_log::filter::RequestFilter;
use crate::hub::app::{Shared, lock};
use crate::hub::state::logins::Decision;
use crate::hub::state::token::hashed;
use crate::hub::state::{Hub, HubError, Time};
use crate::hub::web::body::{self, Payload};
use crate::hub::web::error::HttpError;
use crate::hub::web::response::{self, HttpResult};

/// The largest state that can be put in.
const STATE_LIMIT: usize = 2_000_000_000;

/// `GET /_mock/health`
pub(crate) async fn health() -> Response<Body> {
    response::json(&json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }))
}

/// `POST /_mock/reset`
pub(crate) async fn reset(State(app): State<Shared>) -> Response<Body> {
    app.reset();
    response::json(&json!({}))
}

/// `GET /_mock/state`: tokens by their hash alone, unless `?tokens=true` asks for them.
pub(crate) async fn state(State(app): State<Shared>, RawQuery(query): RawQuery) -> Response<Body> {
    let plain = form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .any(|(key, value)| key == "tokens" && value == "true");
    let mut hub = app.hub().clone();
    let write = move || {
        if !plain {
            hub.tokens = hub.tokens.iter().map(|(secret, token)| (hashed(secret), token.clone())).collect();
        }
        response::json(&hub)
    };
    app.cpu.run(write).await.unwrap_or_else(|error| HttpError::from(error).into_response())
}

/// `GET /_mock/tokens`: every token, with whose it is and what it may do.
pub(crate) async fn tokens(State(app): State<Shared>) -> Response<Body> {
    response::json(&app.hub().tokens)
}

/// `GET /_mock/logins`: the logins by device code that wait for a user.
pub(crate) async fn logins(State(app): State<Shared>) -> Response<Body> {
    let now = app.clock.now();
    response::json(&app.hub().waiting_logins(now).collect::<Vec<_>>())
}

/// `POST /_mock/logins`: allows a login as a user, or denies it where the user is null.
pub(crate) async fn decide_login(State(app): State<Shared>, request: Request) -> HttpResult {
    let body = Payload::within(&object::<Value>(request, body::LONGEST_BODY).await?, "")?;
    let (mut hub, now) = app.hub_now();
    let decision = match body.text("user")? {
        Some(user) => Decision::Allowed(hub.user_named(user)?),
        None => Decision::Denied,
    };
    let code = match body.text("user_code")? {
        Some(code) => code.to_owned(),
        None => hub.waiting_logins(now).next().ok_or(HubError::DeviceCodeNotFound)?.user_code.clone(),
    };
    hub.decide_login(&code, decision, now)?;
    Ok(response::json(&json!({ "user_code": code })))
}

/// `PUT /_mock/state`: a token that comes as a hash keeps the secret that the mock or its seed knows.
// fidelity: mock-state
pub(crate) async fn replace_state(State(app): State<Shared>, request: Request) -> HttpResult {
    let bytes = body::read(request.into_body(), STATE_LIMIT).await?;
    let read = move || {
        let hub: Hub = parse(&bytes)?;
        hub.parse_cards();
        Ok::<_, HttpError>(hub)
    };
    let mut hub = app.cpu.run(read).await??;
    let known: BTreeMap<String, String> = {
        let present = app.hub();
        let secrets = app.seed.hub.tokens.keys().chain(present.tokens.keys());
        secrets.map(|secret| (hashed(secret), secret.clone())).collect()
    };
    hub.tokens = std::mem::take(&mut hub.tokens)
        .into_iter()
        .map(|(secret, token)| (known.get(&secret).cloned().unwrap_or(secret), token))
        .collect();
    app.replace(hub);
    Ok(response::json(&json!({})))
}

/// `GET /_mock/requests?path=/api/**&status=429`
pub(crate) async fn requests(State(app): State<Shared>, RawQuery(query): RawQuery) -> HttpResult {
    let filter = RequestFilter::parse(&query.unwrap_or_default()).map_err(HttpError::bad_request)?;
    Ok(response::json(&lock(&app.log).select(&filter)))
}

/// `GET /_mock/requests/count?path=/api/**&status=429`
pub(crate) async fn count_requests(State(app): State<Shared>, RawQuery(query): RawQuery) -> HttpResult {
    let filter = RequestFilter::parse(&query.unwrap_or_default()).map_err(HttpError::bad_request)?;
    Ok(response::json(&json!({ "count": lock(&app.log).count(&filter) })))
}

/// `DELETE /_mock/requests`
pub(crate) async fn forget_requests(State(app): State<Shared>) -> Response<Body> {
    lock(&app.log).clear();
    response::json(&json!({}))
}

/// `GET /_mock/outbox`
pub(crate) async fn outbox(State(app): State<Shared>) -> Response<Body> {
    let (mut hub, now) = app.hub_now();
    hub.send_due_mails(now);
    response::json(&hub.outbox)
}

/// `GET /_mock/clock`
pub(crate) async fn clock(State(app): State<Shared>) -> Response<Body> {
    response::json(&json!({ "now": app.clock.now() }))
}

/// `POST /_mock/clock`
// fidelity: mock-clock
pub(crate) async fn move_clock(State(app): State<Shared>, request: Request) -> HttpResult {
    let body = Payload::within(&object::<Value>(request, body::LONGEST_BODY).await?, "")?;
    match (body.text("advance")?, body.text("now")?) {
        (Some(duration), None) => app.clock.shift(milliseconds(duration, app.clock.now())?),
        (None, Some(now)) => app.clock.set(now.parse().map_err(|_| {
            HttpError::bad_request(format!("`now` is a time such as 2026-01-31T12:00:00Z, not `{now}`"))
        })?),
        _ => {
            return Err(HttpError::bad_request(
                "Send either {\"advance\": \"P1D\"} or {\"now\": \"2026-01-31T12:00:00Z\"}",
            ));
        }
    }
    let (mut hub, now) = app.hub_now();
    hub.send_due_mails(now);
    Ok(response::json(&json!({ "now": now })))
}

/// How long an ISO 8601 duration is from a time on: months and years have no length of their own.
fn milliseconds(duration: &str, now: Time) -> Result<i64, HttpError> {
    let wrong = |why: &str| HttpError::bad_request(format!("`advance` {why}, but is `{duration}`"));
    let span: jiff::Span =
        duration.parse().map_err(|_| wrong("has to be an ISO 8601 duration such as `P1DT2H` or `PT30M`"))?;
    let now = jiff::Timestamp::from_millisecond(now.milliseconds()).unwrap_or_default();
    let start = now.to_zoned(jiff::tz::TimeZone::UTC);
    let end = start.checked_add(span).map_err(|_| wrong("has to end before the year 10000"))?;
    if end < start {
        return Err(wrong("has to go forward"));
    }
    Ok(Time::from(end.timestamp()).milliseconds() - Time::from(now).milliseconds())
}

/// `GET /_mock/faults`
pub(crate) async fn faults(State(app): State<Shared>) -> Response<Body> {
    response::json(&lock(&app.faults).list())
}

/// `POST /_mock/faults`
pub(crate) async fn add_fault(State(app): State<Shared>, request: Request) -> HttpResult {
    let fault: Fault = object(request, body::LONGEST_BODY).await?;
    app.add_fault(fault).map_err(HttpError::bad_request)?;
    Ok(response::json(&json!({})))
}

/// `DELETE /_mock/faults`
pub(crate) async fn remove_faults(State(app): State<Shared>) -> Response<Body> {
    lock(&app.faults).clear();
    response::json(&json!({}))
}

async fn object<T: DeserializeOwned>(request: Request, limit: usize) -> Result<T, HttpError> {
    let bytes = body::read(request.into_body(), limit).await?;
    parse(&bytes)
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, HttpError> {
    serde_json::from_slice::<T>(bytes).map_err(|error| {
        let shape = if serde_json::from_slice::<Value>(bytes).is_ok() { "does not fit" } else { "is not valid JSON" };
        HttpError::bad_request(format!("The body {shape}: {error}"))
    })
}

/// `GET /_mock/snapshots`
pub(crate) async fn snapshots(State(app): State<Shared>) -> Response<Body> {
    response::json(&lock(&app.snapshots).names())
}

/// `POST /_mock/snapshots/{name}`
pub(crate) async fn save_snapshot(State(app): State<Shared>, Path(name): Path<String>) -> HttpResult {
    app.save_snapshot(&name).map_err(HttpError::bad_request)?;
    Ok(response::json(&json!({})))
}

/// `POST /_mock/snapshots/{name}/restore`
pub(crate) async fn restore_snapshot(State(app): State<Shared>, Path(name): Path<String>) -> HttpResult {
    app.restore_snapshot(&name).map_err(HttpError::not_found)?;
    Ok(response::json(&json!({})))
}
