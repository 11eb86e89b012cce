//! Logging in and out.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::response::{IntoResponse, Response};

use crate::hub::app::{App, Shared};
use crate::hub::pages::home::AccountLine;
use crate::hub::pages::{Frame, html};
use crate::hub::state::Hub;
use crate::hub::web::auth::COOKIE_NAME;
use crate::hub::web::body::Payload;
use crate::hub::web::error::HttpError;
use crate::hub::web::response::{HttpResult, see_other};

/// The seed's users, one button each.
#[derive(Template)]
#[template(path = "hub/login.html")]
pub(crate) struct LoginPage {
    frame: Frame,
    next: String,
    users: Vec<AccountLine>,
}

impl LoginPage {
    pub(crate) fn new(hub: &Hub, frame: Frame, next: &str) -> Self {
        let users = hub.users.keys().map(|name| AccountLine::new(hub, name));
        Self { frame, next: local(next).to_owned(), users: users.collect() }
    }
}

#[derive(serde::Deserialize)]
pub(crate) struct Next {
    #[serde(default)]
    next: String,
}

pub(crate) async fn login(State(app): State<Shared>, frame: Frame, Query(Next { next }): Query<Next>) -> Response {
    let page = LoginPage::new(&app.hub(), frame, &next);
    html(StatusCode::OK, &page)
}

/// `POST /login`: one click of the login page.
pub(crate) async fn log_in(State(app): State<Shared>, form: Payload) -> HttpResult {
    let user = form.text("user")?.ok_or_else(|| HttpError::bad_request("Say who: `user=NAME`"))?;
    log_in_as(&app, user, local(form.text("next")?.unwrap_or_default()))
}

/// A session for a user, and on to a page.
// fidelity: sessions
pub(crate) fn log_in_as(app: &App, user: &str, next: &str) -> HttpResult {
    let session = app.log_in(user)?;
    let mut response = see_other(next);
    let cookie = format!("{COOKIE_NAME}={session}; Path=/; HttpOnly; SameSite=Lax");
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(response)
}

/// `POST /logout`
pub(crate) async fn log_out() -> impl IntoResponse {
    let mut response = see_other("/");
    let cookie = HeaderValue::from_static("token=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    response.headers_mut().insert(SET_COOKIE, cookie);
    response
}

/// A path of this server to go on to; the first page where it would lead elsewhere.
pub(crate) fn local(next: &str) -> &str {
    let elsewhere = !next.starts_with('/') || next.starts_with("//") || next.contains(['\\', '\r', '\n', '\t']);
    if elsewhere { "/" } else { next }
}
