//! What every request passes before and after its handler.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Response, StatusCode, Uri};
use axum::response::IntoResponse;
use hyper::body::Frame;
use tower::ServiceExt;

use super::answer::{Place, SentPath, Unmatched, finish};
use super::caller::Asker;
use super::faults::{Abort, Fault};
use super::journal::Recorded;
use super::{App, lock, payload, site, target};
use crate::hub::state::HubError;

/// `X-Request-Id`
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const TRACE_ID: HeaderName = HeaderName::from_static("x-amzn-trace-id");

/// The longest path or query that the journal keeps, in bytes.
const LONGEST: usize = 2048;

/// The connection is to be cut without an answer.
#[derive(Debug)]
pub struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("cut on purpose")
    }
}

impl std::error::Error for Cut {}

/// Answers one request.
// fidelity: request-id
pub async fn answer(app: Arc<App>, routes: Router, request: Request) -> Result<Response<Body>, Cut> {
    let id = request.headers().get(REQUEST_ID).or_else(|| request.headers().get(TRACE_ID)).cloned();
    let steering = request.uri().path().starts_with("/_mock");
    let asker = Asker::find(request.headers(), &app.hub());
    let recorded = (!steering).then(|| record(&app, &request, &asker));
    let answered = answer_or_fail(&app, routes, request, asker, steering).await;
    if let Some(mut recorded) = recorded {
        match &answered {
            Ok(response) => {
                recorded.status = response.status().as_u16();
                recorded.unmatched = response.extensions().get::<Unmatched>().is_some();
            }
            Err(Cut) => recorded.status = 0,
        }
        if let Some(listener) = app.listener.get() {
            (listener.0)(&recorded);
        }
        lock(&app.journal).push(recorded);
    }
    let mut response = answered?;
    if let Some(id) = id {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    Ok(response)
}

async fn answer_or_fail(
    app: &Arc<App>,
    routes: Router,
    mut request: Request,
    asker: Asker,
    steering: bool,
) -> Result<Response<Body>, Cut> {
    let path = target::canonical(request.uri().path()).into_owned();
    let place = Place::of(&path);
    if let Err(error) = site::check(request.method(), request.headers(), &app.endpoint, app.exposed) {
        return Ok(finish(error.into_response(), place));
    }
    let fault = if steering { None } else { lock(&app.faults).take(request.method().as_str(), request.uri().path()) };
    if let Some(wait) = fault.as_ref().and_then(|fault| fault.delay_ms) {
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
    if let Some(fault) = &fault {
        match fault.answers() {
            Some(status) if fault.cuts() => return Ok(truncate(faulty(fault, status)).await),
            Some(status) => return Ok(faulty(fault, status)),
            None if fault.abort == Some(Abort::Cut(true)) => return Err(Cut),
            None => {}
        }
    }
    if path != request.uri().path() {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        match format!("{path}{query}").parse::<Uri>() {
            Ok(uri) => {
                let sent = SentPath(request.uri().path().to_owned());
                request.extensions_mut().insert(sent);
                *request.uri_mut() = uri;
            }
            Err(_) => return Ok(finish(HubError::bad_request("The path is not valid").into_response(), place)),
        }
    }
    request.extensions_mut().insert(asker);
    let request = match read_first(request).await {
        Ok(request) => request,
        Err(error) => return Ok(finish(error.into_response(), place)),
    };
    let called = if steering { None } else { site::called(request.headers(), &app.endpoint) };
    let Ok(response) = routes.oneshot(request).await;
    let mut response = finish(response, place);
    if let Some(called) = called {
        response = site::readdress(response, &app.endpoint, &called).await;
    }
    if let Some(fault) = fault {
        add_headers(&fault, response.headers_mut());
        if fault.cuts() {
            response = truncate(response).await;
        }
    }
    Ok(response)
}

/// Reads a short body before the handler runs: one that a handler leaves unread ends the connection, and with it the
/// request that the client sends next.
async fn read_first(request: Request) -> Result<Request, HubError> {
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_none_or(|length| length == 0 || length > payload::LIMIT) {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let body = payload::read(body, payload::LIMIT).await?;
    Ok(Request::from_parts(parts, Body::from(body)))
}

fn record(app: &App, request: &Request, asker: &Asker) -> Recorded {
    let hub = app.hub();
    let clean = |text: &str| {
        let mut text = text.to_owned();
        let mut end = text.len().min(LONGEST);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        let parts = text.split(['/', '=', '&', ':', '@', '?']);
        let secrets: Vec<String> = parts.filter(|part| hub.token(part).is_some()).map(str::to_owned).collect();
        secrets.iter().fold(text, |text, secret| text.replace(secret, "***"))
    };
    Recorded {
        method: request.method().to_string(),
        path: clean(request.uri().path()),
        query: clean(request.uri().query().unwrap_or_default()),
        user: asker.name(),
        status: 0,
        at: app.clock.now(),
        unmatched: false,
    }
}

fn faulty(fault: &Fault, status: u16) -> Response<Body> {
    let (kind, body) = match &fault.body {
        None => ("text/plain; charset=utf-8", String::new()),
        Some(serde_json::Value::String(text)) => ("text/plain; charset=utf-8", text.clone()),
        Some(other) => ("application/json; charset=utf-8", other.to_string()),
    };
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    add_headers(fault, response.headers_mut());
    response
}

fn add_headers(fault: &Fault, headers: &mut HeaderMap) {
    for (name, value) in &fault.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
}

/// The first half of a body, and then the connection is cut.
async fn truncate(response: Response<Body>) -> Response<Body> {
    let (parts, body) = response.into_parts();
    let whole = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let half = whole.slice(..whole.len() / 2);
    let pause = Box::pin(tokio::time::sleep(FLUSH));
    let mut response = Response::from_parts(parts, Body::new(Truncated { half: Some(half), pause }));
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(whole.len()));
    response
}

/// How long the first half of a truncated body has to leave the machine.
const FLUSH: Duration = Duration::from_millis(20);

/// A body that ends in an error, upon which the server cuts the connection.
struct Truncated {
    half: Option<Bytes>,
    pause: Pin<Box<tokio::time::Sleep>>,
}

impl HttpBody for Truncated {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        if let Some(half) = self.half.take() {
            return Poll::Ready(Some(Ok(Frame::data(half))));
        }
        self.pause.as_mut().poll(context).map(|()| Some(Err(Cut)))
    }
}
