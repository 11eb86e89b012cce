//! How answers look on the wire: errors in the form of the place they are given at, generated bodies with their `ETag`.

use std::io::{Cursor, Write as _};

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, LOCATION, WWW_AUTHENTICATE};
use axum::http::{Extensions, Method, Response, StatusCode, Uri};
use axum::response::IntoResponse;
use base64::Engine;
use serde::Serialize;
use twox_hash::XxHash3_128;

use super::address::ErrorForm;
use super::auth::Visit;
use super::javascript;
use crate::hub::web::error::HttpError;

/// `X-Error-Code`
pub(crate) const ERROR_CODE: HeaderName = HeaderName::from_static("x-error-code");
/// `X-Error-Message`
pub(crate) const ERROR_MESSAGE: HeaderName = HeaderName::from_static("x-error-message");

const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// What a handler gives back.
pub(crate) type HttpResult = Result<Response<Body>, HttpError>;

/// Marks the response for a path that no route of the mock serves.
#[derive(Clone, Debug)]
pub(crate) struct Unmatched {
    /// Who asked, if logged in.
    pub(crate) viewer: Option<String>,
    /// Path and query.
    pub(crate) here: String,
}

/// An error leaves the handler as a status and itself; [`finish`] gives it the form of its place.
impl IntoResponse for HttpError {
    fn into_response(self) -> axum::response::Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives a response its last form: errors their headers and body; `draw_page` writes the body of those on pages.
// fidelity: errors-by-place
pub(crate) fn finish(
    mut response: Response<Body>,
    form: ErrorForm,
    draw_page: impl FnOnce(&mut Response<Body>, &HttpError),
) -> Response<Body> {
    let Some(error) = response.extensions_mut().remove::<HttpError>() else { return response };
    let headers = response.headers_mut();
    headers.remove(CONTENT_LENGTH);
    if let Some(code) = error.code {
        headers.insert(ERROR_CODE, HeaderValue::from_static(code.as_str()));
    }
    if let Ok(message) = HeaderValue::from_bytes(header_form(&error.message).as_bytes()) {
        headers.insert(ERROR_MESSAGE, message);
    }
    if error.status == 401 && form != ErrorForm::Page && !headers.contains_key(WWW_AUTHENTICATE) {
        headers.insert(
            WWW_AUTHENTICATE,
            HeaderValue::from_static(r#"Bearer realm="Authentication required", charset="UTF-8""#),
        );
    }
    let (kind, body) = match form {
        ErrorForm::Json => (JSON, serde_json::json!({ "error": error.message }).to_string()),
        ErrorForm::Lfs => (JSON, serde_json::json!({ "error": error.message, "message": error.message }).to_string()),
        ErrorForm::Text => (TEXT, error.message),
        ErrorForm::Report | ErrorForm::Page => {
            draw_page(&mut response, &error);
            return response;
        }
    };
    headers.insert(CONTENT_TYPE, kind);
    if form == ErrorForm::Json {
        headers.insert(ETAG, etag(body.as_bytes()));
    }
    *response.body_mut() = Body::from(body);
    response
}

/// A message on one line, as the Hub's header has it: `* Too big … * at limit`.
fn header_form(message: &str) -> String {
    let message = message.replace("\n  → ", " * ").replace('✖', "*");
    let lines = message.split(|c: char| c.is_control()).map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

/// A generated JSON answer with its weak `ETag`.
pub(crate) fn json(value: &impl Serialize) -> Response<Body> {
    match javascript::to_vec(value) {
        Ok(body) => generated(JSON, body.into()),
        Err(error) => HttpError::bad_request(error.to_string()).into_response(),
    }
}

/// A generated text answer with its weak `ETag`.
pub(crate) fn text(body: impl Into<Bytes>) -> Response<Body> {
    generated(TEXT, body.into())
}

/// A generated body under a weak `ETag`: its length in hexadecimal and 27 characters of a hash, as the Hub's.
pub(crate) fn generated(kind: HeaderValue, body: Bytes) -> Response<Body> {
    whole(kind, body).map(Body::from)
}

/// As [`generated`], not yet on its way: it can be kept.
pub(crate) fn whole(kind: HeaderValue, body: Bytes) -> Response<Bytes> {
    let etag = etag(&body);
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response.headers_mut().insert(ETAG, etag);
    response
}

/// The weak `ETag` of a generated body.
pub(crate) fn etag(body: &[u8]) -> HeaderValue {
    let hash = XxHash3_128::oneshot(body).to_be_bytes();
    let mut bytes = [0; 20];
    bytes[..16].copy_from_slice(&hash);
    bytes[16..].copy_from_slice(&hash[..4]);
    let mut tag = [0; 27];
    let written = base64::engine::general_purpose::STANDARD_NO_PAD.encode_slice(bytes, &mut tag);
    let mut text = Cursor::new([0; 64]);
    // A length has 16 digits at most.
    let _ = write!(text, "W/\"{:x}-", body.len());
    let _ = text.write_all(&tag[..written.unwrap_or_default()]).and_then(|()| text.write_all(b"\""));
    let end = usize::try_from(text.position()).unwrap_or_default();
    HeaderValue::from_bytes(&text.get_ref()[..end]).unwrap_or(HeaderValue::from_static("W/\"0\""))
}

/// A 303 to another page; `to` is a path of this server or an absolute URL.
pub(crate) fn see_other(to: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(format!("See Other. Redirecting to {to}")));
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(CONTENT_TYPE, TEXT);
    if let Ok(location) = HeaderValue::try_from(to) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

/// The Hub's page that is not there.
pub(crate) fn page_not_found() -> HttpError {
    HttpError::not_found("Sorry, we can't find the page you are looking for.")
}

/// The error for a path that the mock does not serve.
pub(crate) fn no_route(method: &Method, path: &str) -> HttpError {
    HttpError::not_found(format!("The mock Hub has no route {method} {path}"))
}

/// Answers what no route serves.
// fidelity: honest-404
pub(crate) async fn unmatched(method: Method, uri: Uri, extensions: Extensions) -> Response<Body> {
    let visit = extensions.get::<Visit>();
    let sent = visit.map_or(&uri, |visit| &visit.sent);
    let mut response = no_route(&method, sent.path()).into_response();
    let viewer = visit.and_then(|visit| visit.asker.visitor().user.as_ref()).map(ToString::to_string);
    let here = sent.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    response.extensions_mut().insert(Unmatched { viewer, here });
    response
}
