//! What a fault does to the response of a request.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::response::IntoResponse;
use hyper::body::Frame;

use crate::hub::app::faults::Fault;
use crate::hub::pages::error_page;
use crate::hub::web::address::ErrorForm;
use crate::hub::web::error::HttpError;
use crate::hub::web::response::finish;

/// How long the first half of a truncated body has to leave the machine.
const FLUSH: Duration = Duration::from_millis(20);

/// The connection is to be cut without a response.
#[derive(Debug)]
pub(crate) struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("cut on purpose")
    }
}

impl std::error::Error for Cut {}

/// Marks a response that a fault gave or changed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Faulted;

/// Waits as long as a fault says, and gives its own response, if it has one.
pub(super) async fn instead(fault: &Fault, form: ErrorForm) -> Result<Option<Response<Body>>, Cut> {
    if let Some(wait) = fault.delay_ms {
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
    if fault.cuts_at_once() {
        return Err(Cut);
    }
    let Some(status) = fault.answers() else { return Ok(None) };
    Ok(Some(changed(fault, own(fault, status, form)).await))
}

/// A response with the headers of a fault, and cut in its middle where the fault says so.
pub(super) async fn changed(fault: &Fault, mut response: Response<Body>) -> Response<Body> {
    add_headers(fault, response.headers_mut());
    if fault.cuts() {
        response = truncate(response).await;
    }
    response.extensions_mut().insert(Faulted);
    response
}

fn own(fault: &Fault, status: u16, form: ErrorForm) -> Response<Body> {
    let (kind, body) = match (&fault.body, fault.message()) {
        (None, Some(message)) if status >= 400 => {
            return finish(HttpError::new(status, message).into_response(), form, error_page::draw);
        }
        (None, _) => ("text/plain; charset=utf-8", String::new()),
        (Some(serde_json::Value::String(text)), _) => ("text/plain; charset=utf-8", text.clone()),
        (Some(other), _) => ("application/json; charset=utf-8", other.to_string()),
    };
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
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
