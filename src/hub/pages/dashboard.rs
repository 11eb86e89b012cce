//! `/_mock`: the whole test rig on one screen.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::hub::app::faults::Fault;
use crate::hub::app::request_log::Recorded;
use crate::hub::app::{App, Shared, lock};
use crate::hub::pages::{Frame, html, rejected};
use crate::hub::state::mail::{Mail, MailKind};
use crate::hub::state::time::DAY;
use crate::hub::state::{Hub, Time};
use crate::hub::web::error::HttpError;
use crate::hub::web::form::Posted;
use crate::hub::web::response::see_other;
use crate::words::count;

/// How many mails and requests the page shows, the newest first.
const ROWS_SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "hub/dashboard.html")]
struct MockPage {
    frame: Frame,
    now: Time,
    counts: String,
    mails: Vec<MailLine>,
    sent: usize,
    requests: Vec<RequestLine>,
    faults: Vec<String>,
    fault: FaultForm,
}

struct MailLine {
    subject: String,
    kind: &'static str,
    to: String,
    at: Time,
}

struct RequestLine {
    status: String,
    class: &'static str,
    method: String,
    path: String,
    query: String,
    user: String,
    at: Time,
}

/// The form for a fault, with what was typed if it was rejected.
#[derive(Default)]
struct FaultForm {
    open: bool,
    path: String,
}

impl MockPage {
    fn new(app: &App, frame: Frame, fault: FaultForm) -> Self {
        let now = app.clock.now();
        let (mails, sent, counts) = {
            let mut hub = app.hub_mut();
            hub.send_due_mails(now);
            let mails = hub.outbox.iter().rev().take(ROWS_SHOWN).map(MailLine::new).collect();
            (mails, hub.outbox.len(), counts(&hub))
        };
        let requests = lock(&app.log).last(ROWS_SHOWN).iter().rev().map(RequestLine::new).collect();
        let faults = lock(&app.faults)
            .list()
            .into_iter()
            .map(|fault| serde_json::to_string(&fault).unwrap_or_default())
            .collect();
        Self { frame, now, counts, mails, sent, requests, faults, fault }
    }
}

impl MailLine {
    fn new(mail: &Mail) -> Self {
        Self {
            subject: mail.subject.clone(),
            kind: match mail.kind {
                MailKind::Request => "a request, at once",
                MailKind::Digest => "daily digest",
                MailKind::Reset => "a request was reset",
            },
            to: mail.to.join(", "),
            at: mail.at,
        }
    }
}

impl RequestLine {
    fn new(recorded: &Recorded) -> Self {
        Self {
            status: if recorded.status == 0 { "cut".to_owned() } else { recorded.status.to_string() },
            class: match recorded.status {
                200..=299 => "fine",
                300..=399 => "moved",
                _ => "failed",
            },
            method: recorded.method.to_string(),
            path: recorded.path.clone(),
            query: recorded.query.clone(),
            user: recorded.user.as_ref().map_or_else(|| "nobody".to_owned(), ToString::to_string),
            at: recorded.at,
        }
    }
}

fn counts(hub: &Hub) -> String {
    let requests = hub.repos.values().map(|repo| repo.gate.requests.len()).sum::<usize>()
        + hub.collections.values().map(|collection| collection.gate.requests.len()).sum::<usize>();
    [
        count(hub.users.len(), "user"),
        count(hub.organizations.len(), "organization"),
        count(hub.repos.len(), "repo"),
        count(hub.collections.len(), "collection"),
        count(requests, "access request"),
    ]
    .join(", ")
}

pub(crate) async fn page(State(app): State<Shared>, frame: Frame) -> Response {
    html(StatusCode::OK, &MockPage::new(&app, frame, FaultForm::default()))
}

pub(crate) async fn act(State(app): State<Shared>, frame: Frame, posted: Posted) -> Response {
    match control(&app, &posted) {
        Ok(()) => see_other("/_mock"),
        Err(error) => {
            let fault =
                FaultForm { open: posted.value("action") == "add-fault", path: posted.value("path").to_owned() };
            rejected(frame, error, |frame| Ok(MockPage::new(&app, frame, fault)))
        }
    }
}

fn control(app: &App, posted: &Posted) -> Result<(), HttpError> {
    match posted.value("action") {
        "reset" => app.reset(),
        "advance-day" => app.clock.shift(DAY),
        "advance-hour" => app.clock.shift(DAY / 24),
        "clear-log" => lock(&app.log).clear(),
        "clear-faults" => lock(&app.faults).clear(),
        "add-fault" => app.add_fault(fault(posted)?).map_err(HttpError::bad_request)?,
        other => return Err(HttpError::bad_request(format!("`{other}` is not an action of this page"))),
    }
    Ok(())
}

fn fault(posted: &Posted) -> Result<Fault, HttpError> {
    let number = |name: &str, noun: &str| match posted.value(name) {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|_| HttpError::bad_request(format!("{noun}: `{text}` is not a whole number"))),
    };
    let path = posted.value("path");
    if !path.starts_with('/') {
        return Err(HttpError::bad_request("The path of a fault begins with a slash, like `/api/**`"));
    }
    let word = |name: &str| Some(posted.value(name).to_owned()).filter(|word| !word.is_empty());
    Ok(Fault {
        method: word("method"),
        path: path.to_owned(),
        times: number("times", "How often")?,
        status: number("status", "Status")?
            .map(|status| u16::try_from(status).map_err(|_| HttpError::bad_request("A status has three digits")))
            .transpose()?,
        delay_ms: number("delay_ms", "Delay")?,
        ..Fault::default()
    })
}
