//! `/oauth/device`: where a user allows the login that a client waits for.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use crate::hub::app::Shared;
use crate::hub::pages::{Frame, rejected, show};
use crate::hub::state::Caller;
use crate::hub::state::logins::Decision;
use crate::hub::web::auth::Visitor;
use crate::hub::web::error::HttpError;
use crate::hub::web::form::{Posted, value};
use crate::hub::web::response::see_other;

/// The page with the code.
#[derive(Template)]
#[template(path = "hub/device.html")]
struct DevicePage {
    frame: Frame,
    user: String,
    code: String,
    /// Whether there is nothing left to do.
    decided: bool,
}

impl DevicePage {
    fn new(caller: &Caller, frame: Frame, code: &str) -> Result<Self, HttpError> {
        Ok(Self { frame, user: caller.required()?.to_string(), code: code.to_owned(), decided: false })
    }
}

/// `GET /oauth/device?user_code=…`
pub(crate) async fn device_page(
    Visitor(caller): Visitor,
    mut frame: Frame,
    Query(query): Query<Vec<(String, String)>>,
) -> Response {
    frame.notice = match value(&query, "done") {
        Some("allowed") => Some("The client is logged in. You can close this page."),
        Some("denied") => Some("The login was denied."),
        _ => None,
    };
    let decided = frame.notice.is_some();
    let code = value(&query, "user_code").unwrap_or_default();
    show(frame, |frame| Ok(DevicePage { decided, ..DevicePage::new(&caller, frame, code)? }))
}

/// `POST /oauth/device/authorize`
pub(crate) async fn decide(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    posted: Posted,
) -> Response {
    let code = posted.value("user_code");
    let (done, decided) = match (caller.required(), posted.value("decision")) {
        (Err(error), _) => ("", Err(error)),
        (Ok(user), "allow") => ("allowed", Ok(Decision::Allowed(user.clone()))),
        (Ok(_), _) => ("denied", Ok(Decision::Denied)),
    };
    let (mut hub, now) = app.hub_now();
    match decided.and_then(|decision| hub.decide_login(code, decision, now)) {
        Ok(()) => see_other(&format!("/oauth/device?done={done}")),
        Err(error) => rejected(frame, error.into(), |frame| DevicePage::new(&caller, frame, code)),
    }
}
