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

use crate::hub::app::faults::{Abort, Fault};
use crate::hub::app::request_log::Recorded;
use crate::hub::app::request_log::masked::{Known, masked};
use crate::hub::app::{App, lock};
use crate::hub::pages::error_page;
use crate::hub::state::{Hub, HubError};
use crate::hub::web::auth::Asker;
use crate::hub::web::response::{Place, SentPath, Unmatched, finish};
use crate::hub::web::{body, canonical_path, host_check, links};

/// `X-Request-Id`
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const TRACE_ID: HeaderName = HeaderName::from_static("x-amzn-trace-id");

/// The connection is to be cut without an answer.
#[derive(Debug)]
pub(crate) struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("cut on purpose")
    }
}

impl std::error::Error for Cut {}

/// Answers one request.
// fidelity: request-id
pub(crate) async fn answer(app: Arc<App>, routes: Router, request: Request) -> Result<Response<Body>, Cut> {
    let id = request.headers().get(REQUEST_ID).or_else(|| request.headers().get(TRACE_ID)).cloned();
    let control = request.uri().path().starts_with("/_mock");
    let asker = Asker::find(request.headers(), &app.hub());
    let recorded = (!control).then(|| record(&app, &request, &asker));
    let answered = answer_or_fail(&app, routes, request, asker, control).await;
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
        lock(&app.log).push(recorded);
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
    control: bool,
) -> Result<Response<Body>, Cut> {
    let path = canonical_path::canonical(request.uri().path()).into_owned();
    let place = Place::of(&path);
    if let Err(error) = host_check::check(&request, &app.endpoint, app.exposed) {
        return Ok(finish(error.into_response(), place, error_page::draw));
    }
    let fault = if control { None } else { lock(&app.faults).take(request.method().as_str(), request.uri().path()) };
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
            Err(_) => {
                return Ok(finish(
                    HubError::bad_request("The path is not valid").into_response(),
                    place,
                    error_page::draw,
                ));
            }
        }
    }
    request.extensions_mut().insert(asker);
    let request = match read_first(request).await {
        Ok(request) => request,
        Err(error) => return Ok(finish(error.into_response(), place, error_page::draw)),
    };
    let called = if control { None } else { links::called(request.headers(), &app.endpoint) };
    let Ok(response) = routes.oneshot(request).await;
    let mut response = finish(response, place, error_page::draw);
    if let Some(called) = called {
        response = links::readdress(response, &app.endpoint, &called).await;
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
    if length.is_none_or(|length| length == 0 || length > body::LIMIT) {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let body = body::read(body, body::LIMIT).await?;
    Ok(Request::from_parts(parts, Body::from(body)))
}

fn record(app: &App, request: &Request, asker: &Asker) -> Recorded {
    let hub = app.hub();
    let clean = |text: &str| masked(text, &*hub);
    Recorded {
        method: clean(request.method().as_str()),
        path: clean(request.uri().path()),
        query: clean(request.uri().query().unwrap_or_default()),
        user: asker.name(),
        status: 0,
        at: app.clock.now(),
        unmatched: false,
    }
}

impl Known for Hub {
    fn is_token(&self, text: &str) -> bool {
        self.token(text).is_some()
    }

    fn is_name(&self, text: &str) -> bool {
        self.account(text).is_ok() || self.repos.keys().any(|id| id.name().eq_ignore_ascii_case(text))
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
