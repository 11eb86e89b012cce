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
use crate::hub::router::Routes;
use crate::hub::state::Hub;
use crate::hub::web::address::{Address, Words};
use crate::hub::web::auth::Asker;
use crate::hub::web::error::HttpError;
use crate::hub::web::response::{SentPath, Unmatched, finish};
use crate::hub::web::{body, host_check, links};

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

/// A running mock's answers to requests.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    app: Arc<App>,
    routes: Router,
    words: Arc<Words>,
}

impl Service {
    pub(crate) fn new(app: Arc<App>) -> Self {
        let (routes, words) = Routes::of(app.clone());
        Self { app, routes, words: Arc::new(words) }
    }

    /// Answers one request.
    // fidelity: request-id
    pub(crate) async fn answer(self, request: Request) -> Result<Response<Body>, Cut> {
        let app = self.app.clone();
        let id = request.headers().get(REQUEST_ID).or_else(|| request.headers().get(TRACE_ID)).cloned();
        let control = request.uri().path().starts_with("/_mock");
        let asker = Asker::find(request.headers(), &app.hub());
        let recorded = (!control).then(|| record(&app, &request, &asker));
        let answered = self.answer_or_fail(request, asker, control).await;
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

    async fn answer_or_fail(self, mut request: Request, asker: Asker, control: bool) -> Result<Response<Body>, Cut> {
        let app = &self.app;
        let address = Address::parse(request.uri().path(), &self.words);
        let rejected = |error: HttpError| Ok(finish(error.into_response(), address.form, error_page::draw));
        if let Err(error) = host_check::check(&request, &app.endpoint, app.exposed) {
            return rejected(error);
        }
        let fault =
            if control { None } else { lock(&app.faults).take(request.method().as_str(), request.uri().path()) };
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
        if address.path != request.uri().path() {
            let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
            let Ok(uri) = format!("{}{query}", address.path).parse::<Uri>() else {
                return rejected(HttpError::bad_request("The path is not valid"));
            };
            let sent = SentPath(request.uri().path().to_owned());
            request.extensions_mut().insert(sent);
            *request.uri_mut() = uri;
        }
        let form = address.form;
        request.extensions_mut().insert(asker);
        request.extensions_mut().insert(address);
        let request = match read_first(request).await {
            Ok(request) => request,
            Err(error) => return Ok(finish(error.into_response(), form, error_page::draw)),
        };
        let called = if control { None } else { links::called(request.headers(), &app.endpoint) };
        let Ok(response) = self.routes.clone().oneshot(request).await;
        let mut response = finish(response, form, error_page::draw);
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
}

/// Reads a short body before the handler runs: one that a handler leaves unread ends the connection, and with it the
/// request that the client sends next.
async fn read_first(request: Request) -> Result<Request, HttpError> {
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_none_or(|length| length == 0 || length > body::LONGEST_BODY) {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let body = body::read(body, body::LONGEST_BODY).await?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::seed::Seed;

    fn request(method: &str, path: &str, body: &str) -> Request {
        let request = Request::builder().method(method).uri(path).header("Host", "localhost");
        let request = request.header("Authorization", "Bearer hf_ana").header(CONTENT_TYPE, "application/json");
        request.header(CONTENT_LENGTH, body.len()).body(Body::from(body.to_owned())).unwrap_or_default()
    }

    /// Whether an answer is not there however often it is asked for.
    async fn waits(answer: &mut Pin<Box<impl Future<Output = Result<Response<Body>, Cut>>>>) -> bool {
        for _ in 0..100 {
            tokio::task::yield_now().await;
            tokio::select! {
                biased;
                _ = answer.as_mut() => return false,
                () = std::future::ready(()) => {}
            }
        }
        true
    }

    #[test]
    fn who_sends_a_card_waits_for_its_check_and_nobody_else_does() {
        let app = Arc::new(App::new(Seed::default(), ([127, 0, 0, 1], 1).into()));
        let service = Service::new(app.clone());
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        let card = r#"{"key": "file", "value": {"path": "README.md", "content": "---\nlicense: mit\n---\n"}}"#;
        for (method, path, body) in [
            ("POST", "/api/validate-yaml", r#"{"content": "---\nlicense: mit\n---\n"}"#),
            ("POST", "/api/datasets/ana/voices/commit/main", card),
            ("POST", "/api/datasets/ana/voices/preupload/main", r#"{"files": []}"#),
            ("POST", "/api/repos/create", r#"{"name": "new", "license": "mit"}"#),
            ("PUT", "/_mock/state", r#"{"users": {}}"#),
            ("GET", "/_mock/state", ""),
        ] {
            runtime.block_on(async {
                let slots = app.cpu.occupy().await;
                let mut answer = Box::pin(service.clone().answer(request(method, path, body)));
                assert!(waits(&mut answer).await, "{path}");
                assert!(app.is_free(), "{path} holds the state");
                let other = service.clone().answer(request("GET", "/api/datasets/ana/voices/auth-check", "")).await;
                assert!(other.is_ok_and(|other| other.status() == StatusCode::OK), "{path}");
                drop(slots);
                assert!(answer.await.is_ok_and(|done| done.status() == StatusCode::OK), "{path}");
                app.reset();
            });
        }
    }
}
