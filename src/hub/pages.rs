//! The Hub's pages, for people: rendered on the server, usable without a script, loading nothing from elsewhere.
//!
//! Each page's file has its template and its handlers: a handler looks at the state and draws the page; a form is answered
//! with a 303 to the page that shows what it did.

pub(crate) mod ask;
pub(crate) mod assets;
pub(crate) mod card_image;
pub(crate) mod collection;
pub(crate) mod dashboard;
pub(crate) mod device;
pub(crate) mod error_page;
pub(crate) mod files;
pub mod gate_box;
pub(crate) mod gated_repos;
pub(crate) mod home;
pub(crate) mod login;
pub(crate) mod markdown;
pub(crate) mod preview_panel;
pub(crate) mod repo;
pub(crate) mod repo_head;
pub(crate) mod review;
pub(crate) mod settings;
mod shown;
pub(crate) mod tokens;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use self::preview_panel::PreviewPanel;
use super::app::Shared;
use super::web::auth::{Visit, Visitor};
use super::web::response::Unmatched;
use crate::hub::web::error::HttpError;

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
    panel: Option<PreviewPanel>,
}

impl Frame {
    /// Around the page for an address that leads nowhere.
    fn lost(unmatched: &Unmatched) -> Self {
        Self { viewer: unmatched.viewer.clone(), here: unmatched.here.clone(), ..Self::default() }
    }
}

impl FromRequestParts<Shared> for Frame {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, HttpError> {
        let Visitor(caller) = Visitor::from_request_parts(parts, app).await?;
        let sent = parts.extensions.get::<Visit>().map_or(&parts.uri, |visit| &visit.sent);
        Ok(Self {
            viewer: caller.user.map(|user| user.to_string()),
            here: sent.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
            panel: PreviewPanel::new(app),
            ..Self::default()
        })
    }
}

/// Everything a page may load comes from the server itself, and nothing may frame it.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
    img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A page as a response.
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

/// A page, or the page that says why there is none.
fn show<P: Template>(frame: Frame, draw: impl FnOnce(Frame) -> Result<P, HttpError>) -> Response {
    match draw(frame.clone()) {
        Ok(page) => html(StatusCode::OK, &page),
        Err(error) => error_page::with_frame(frame, error),
    }
}

/// The page of a form that was rejected, with the reason above it; the error page where that page is not for the caller
/// either.
fn rejected<P: Template>(
    mut frame: Frame,
    error: HttpError,
    draw: impl FnOnce(Frame) -> Result<P, HttpError>,
) -> Response {
    let plain = frame.clone();
    frame.alert = Some(error.message.clone());
    match draw(frame) {
        Ok(page) if !matches!(error.status, 401 | 403) => {
            html(StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST), &page)
        }
        _ => error_page::with_frame(plain, error),
    }
}
