//! The Hub's pages, for people: rendered on the server, usable without a script, loading nothing from elsewhere.

pub mod gate_box;
pub mod panel;

mod collection;
mod gated_repos;
mod home;
pub(crate) mod markdown;
mod media;
mod mock;
pub(crate) mod refusal;
mod repo;
mod review;
pub(crate) mod routes;
mod settings;

use askama::Template;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use panel::Panel;

/// What surrounds the content of every page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    /// Who is logged in.
    viewer: Option<String>,
    /// Path and query of the page: where logging in leads back to.
    here: String,
    /// What was done just now.
    notice: Option<&'static str>,
    /// Why it was not done.
    alert: Option<String>,
    /// The diagnostics of the card that is previewed.
    panel: Option<Panel>,
}

/// Everything a page may load comes from the server itself, and nothing may frame it.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
    img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A page as an answer.
fn html(status: StatusCode, page: &impl Template) -> Response {
    let Ok(body) = page.render() else {
        return (StatusCode::INTERNAL_SERVER_ERROR, "The page could not be written.").into_response();
    };
    (status, page_headers(), body).into_response()
}

fn page_headers() -> HeaderMap {
    const HEADERS: [(HeaderName, &str); 6] = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    HEADERS.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect()
}
