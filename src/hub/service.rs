//! What every request passes before and after its handler.

mod base_path;
mod faulty;
pub(crate) mod head_timer;
mod near_misses;

use std::borrow::Cow;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH, COOKIE, HeaderName};
use axum::http::{Method, Response};
use axum::response::IntoResponse;
use tower::ServiceExt;

use crate::hub::app::faults::{self, Fault, Phase};
use crate::hub::app::request_log::Recorded;
use crate::hub::app::request_log::masked::{Known, masked};
use crate::hub::app::{App, lock};
use crate::hub::pages::error_page;
use crate::hub::router::Routes;
use crate::hub::state::{Hub, RepoId, Time};
use crate::hub::upstream::Upstream;
use crate::hub::web::address::{Address, ErrorForm, Words};
use crate::hub::web::auth::{Asker, Visit};
use crate::hub::web::conditional::HeldVersions;
use crate::hub::web::error::HttpError;
use crate::hub::web::response::{Unmatched, finish};
use crate::hub::web::{body, host_check, links, moved};
pub(crate) use faulty::Cut;
use faulty::Faulted;

/// `X-Request-Id`
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const TRACE_ID: HeaderName = HeaderName::from_static("x-amzn-trace-id");

/// A running mock's answers to requests.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    app: Arc<App>,
    /// The routes of a repo.
    repos: Router,
    others: Router,
    words: Arc<Words>,
    /// The patterns of the routes.
    patterns: Arc<[&'static str]>,
    /// Whether it is the CDN, which has large files and nothing else.
    is_cdn: bool,
    /// What is before every path: `/hub`, or nothing.
    base_path: Arc<str>,
    upstream: Option<Arc<Upstream>>,
}

/// What is known of a request before it is answered.
struct Asked {
    asker: Asker,
    address: Address,
    /// Where its repo is now, if it was moved.
    moved_to: Option<String>,
    /// Whether a test controls the mock by it.
    control: bool,
}

impl Service {
    pub(crate) fn new(app: Arc<App>) -> Self {
        let Routes { repos, others, patterns, words, .. } = Routes::of(app.clone());
        Self {
            app,
            repos,
            others,
            words: Arc::new(words),
            patterns: patterns.into(),
            is_cdn: false,
            base_path: "".into(),
            upstream: None,
        }
    }

    /// The CDN of a mock: its signed links are all that it asks for.
    pub(crate) fn cdn(app: Arc<App>) -> Self {
        Self { is_cdn: true, ..Self::new(app) }
    }

    /// Below a path of the address, and with another Hub for what the state lacks.
    pub(crate) fn with(self, base_path: &str, upstream: Option<Upstream>) -> Self {
        Self { base_path: base_path.into(), upstream: upstream.map(Arc::new), ..self }
    }

    /// Answers one request.
    // fidelity: request-id
    pub(crate) async fn answer(&self, mut request: Request) -> Result<Response<Body>, Cut> {
        let (app, base_path) = (&*self.app, &*self.base_path);
        if !base_path::strip(&mut request, base_path) {
            let error = HttpError::not_found(format!("This mock Hub is below {base_path}"));
            return Ok(finish(error.into_response(), ErrorForm::Json, error_page::draw));
        }
        let site = (!base_path.is_empty()).then(|| links::called(request.headers(), &app.endpoint));
        let id = request.headers().get(REQUEST_ID).or_else(|| request.headers().get(TRACE_ID)).cloned();
        let control = request.uri().path().starts_with("/_mock");
        // First, for whom it belongs to may be the one who asks.
        if let Some(upstream) = &self.upstream
            && let Some(repo) = self.repo_of(&request)
        {
            upstream.provide(&self.app, &repo).await;
        }
        let address = Address::parse(request.uri().path(), &self.words);
        let (asked, recorded) = {
            let (hub, now) = (app.hub(), app.clock.now());
            let asker = Asker::find(request.headers(), &hub, now);
            let recorded = (!control).then(|| record(&hub, now, &request, &asker));
            let moved_to = moved::new_address(&hub, &address, request.uri(), &asker);
            (Asked { asker, address, moved_to, control }, recorded)
        };
        let answered = self.answer_or_fail(request, asked).await;
        if let Some(mut recorded) = recorded {
            match &answered {
                Ok(response) => {
                    recorded.status = response.status().as_u16();
                    recorded.unmatched = response.extensions().get::<Unmatched>().is_some();
                    recorded.faulted = response.extensions().get::<Faulted>().is_some();
                    if recorded.unmatched {
                        let address = Address::parse(&recorded.path, &self.words);
                        let path = address.repo.map(|repo| repo.written());
                        recorded.near =
                            near_misses::near_misses(&self.patterns, path.as_deref().unwrap_or(&recorded.path));
                    }
                }
                Err(Cut) => recorded.faulted = true,
            }
            if let Some(listener) = app.listener.get() {
                (listener.0)(&recorded);
            }
            let oldest = lock(&app.log).push(recorded);
            drop(oldest);
        }
        let mut response = answered?;
        if let Some(site) = site {
            response = base_path::add(response, site.as_deref().unwrap_or(&app.endpoint), base_path).await;
        }
        if let Some(id) = id {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        Ok(response)
    }

    /// The repo that a request is about, if it may be answered.
    fn repo_of(&self, request: &Request) -> Option<RepoId> {
        let app = &self.app;
        host_check::check(request, &app.endpoint, app.exposed, &app.allowed_hosts).ok()?;
        Some(Address::parse(request.uri().path(), &self.words).repo?.id)
    }

    async fn answer_or_fail(&self, request: Request, asked: Asked) -> Result<Response<Body>, Cut> {
        let app = &*self.app;
        let form = asked.address.form;
        if let Err(error) = host_check::check(&request, &app.endpoint, app.exposed, &app.allowed_hosts) {
            return Ok(finish(error.into_response(), form, error_page::draw));
        }
        if let Some(error) = self.is_cdn.then(|| not_for_the_cdn(&request)).flatten() {
            return Ok(finish(error.into_response(), form, error_page::draw));
        }
        let fault = if asked.control { None } else { due(app, &request, &asked.asker) };
        let Some(fault) = fault else { return Ok(self.serve(request, asked).await) };
        if fault.phase == Phase::Before
            && let Some(own) = faulty::instead(&fault, form).await?
        {
            return Ok(own);
        }
        let response = self.serve(request, asked).await;
        if fault.phase == Phase::After
            && let Some(own) = faulty::instead(&fault, form).await?
        {
            return Ok(own);
        }
        Ok(faulty::changed(&fault, response).await)
    }

    /// The true response.
    async fn serve(&self, mut request: Request, asked: Asked) -> Response<Body> {
        let (app, Asked { asker, address, moved_to, control }) = (&self.app, asked);
        let form = address.form;
        let rejected = |error: HttpError| finish(error.into_response(), form, error_page::draw);
        let sent = request.uri().clone();
        let routes = match &address.repo {
            Some(repo) => {
                let Some(routed) = repo.routed(&sent) else {
                    return rejected(HttpError::bad_request("The path is not valid"));
                };
                *request.uri_mut() = routed;
                &self.repos
            }
            None => &self.others,
        };
        request.extensions_mut().insert(Visit { asker, address, sent });
        let request = match read_first(request).await {
            Ok(request) => request,
            Err(error) => return rejected(error),
        };
        let held = HeldVersions::of(request.method(), request.headers());
        let base_path = &*self.base_path;
        let called = match links::called(request.headers(), &app.endpoint) {
            Some(called) if !control => Some(called + base_path),
            _ if base_path.is_empty() => None,
            _ => Some(format!("{}{base_path}", app.endpoint)),
        };
        let response = match moved_to {
            Some(location) => moved::temporary(&location),
            None => {
                let Ok(response) = routes.clone().oneshot(request).await;
                finish(response, form, error_page::draw)
            }
        };
        let response = match called {
            Some(called) => links::readdress(response, &app.endpoint, &called).await,
            None => response,
        };
        match held {
            Some(held) => held.leave_out(response),
            None => response,
        }
    }
}

/// Why a request is not one for the CDN: it has files at signed links, and who sends it credentials gives them away.
fn not_for_the_cdn(request: &Request) -> Option<HttpError> {
    let has = |name| request.headers().contains_key(name);
    if has(AUTHORIZATION) || has(COOKIE) {
        return Some(HttpError::bad_request("Only one auth mechanism allowed: the CDN was sent a token"));
    }
    let file = request.uri().path().starts_with("/_lfs/") && matches!(*request.method(), Method::GET | Method::HEAD);
    (!file).then(|| HttpError::not_found("The CDN has only large files"))
}

/// The fault that is due for a request.
fn due(app: &App, request: &Request, asker: &Asker) -> Option<Fault> {
    if !app.may_fail() {
        return None;
    }
    let user = asker.name();
    let asked = faults::Asked {
        method: request.method().as_str(),
        path: request.uri().path(),
        query: request.uri().query().unwrap_or_default(),
        user: user.as_ref().map_or("", |user| user.as_str()),
    };
    lock(&app.faults).take(asked)
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

fn record(hub: &Hub, now: Time, request: &Request, asker: &Asker) -> Recorded {
    let clean = |text: &str| masked(text, hub);
    Recorded {
        method: known_method(request.method()).map_or_else(|| clean(request.method().as_str()).into(), Cow::Borrowed),
        path: clean(request.uri().path()),
        query: clean(request.uri().query().unwrap_or_default()),
        user: asker.name(),
        status: 0,
        at: now,
        unmatched: false,
        near: Vec::new(),
        faulted: false,
    }
}

/// A method that every client may send: not a word of its own, which could be a token.
fn known_method(method: &Method) -> Option<&'static str> {
    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].into_iter().find(|known| method == *known)
}

impl Known for Hub {
    fn is_token(&self, text: &str) -> bool {
        self.token(text).is_some()
    }

    fn is_name(&self, text: &str) -> bool {
        self.account(text).is_ok() || self.repos.keys().any(|id| id.name().eq_ignore_ascii_case(text))
    }
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;

    use axum::http::StatusCode;
    use axum::http::header::CONTENT_TYPE;

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
        let app = Arc::new(App::new(Seed::default(), ([127, 0, 0, 1], 1).into(), Vec::new()));
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
                let mut answer = Box::pin(service.answer(request(method, path, body)));
                assert!(waits(&mut answer).await, "{path}");
                assert!(app.is_free(), "{path} holds the state");
                let other = service.answer(request("GET", "/api/datasets/ana/voices/auth-check", "")).await;
                assert!(other.is_ok_and(|other| other.status() == StatusCode::OK), "{path}");
                drop(slots);
                assert!(answer.await.is_ok_and(|done| done.status() == StatusCode::OK), "{path}");
                app.reset();
            });
        }
    }
}
