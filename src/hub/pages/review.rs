//! The lists of access requests, and what a reviewer does with them.

use askama::Template;

use crate::hub::pages::shown::Shown;
use crate::hub::state::requests::ListRange;
use crate::hub::state::review::{Decision, Whom};
use crate::hub::state::{AccessRequest, Caller, Hub, Name, ObjectId, Repo, RepoId, Status, Time};
use crate::hub::web::address::encode;
use crate::hub::web::error::HttpError;
use crate::hub::web::form::value;

/// How many requests a page shows.
const REVIEW_ROWS: usize = 100;
/// The section "Manage access requests".
#[derive(Template)]
#[template(path = "hub/review.html")]
pub(crate) struct ReviewSection {
    path: String,
    status: &'static str,
    lists: Vec<List>,
    query: String,
    rows: Vec<Row>,
    actions: Vec<Action>,
    next: Option<String>,
}

struct List {
    status: &'static str,
    count: usize,
}

struct Row {
    index: usize,
    user: String,
    fullname: String,
    email: Option<String>,
    at: String,
    date: String,
    reviewed: Option<String>,
    granted_by: Option<String>,
    reason: Option<String>,
    fields: Vec<(String, String)>,
}

struct Action {
    verb: &'static str,
    words: &'static str,
    class: &'static str,
    /// Whether it takes a reason.
    asks: bool,
}

const ACCEPT: Action = Action { verb: "accept", words: "Accept", class: "main", asks: false };
const REJECT: Action = Action { verb: "reject", words: "Reject", class: "danger", asks: true };
const CANCEL: Action = Action { verb: "cancel", words: "Cancel", class: "", asks: false };
const RESET: Action = Action { verb: "reset", words: "Reset", class: "danger", asks: true };

/// The Hub's actions on a list, and `reset`, which its API has.
fn actions(status: Status) -> Vec<Action> {
    match status {
        Status::Pending => vec![ACCEPT, REJECT, RESET],
        Status::Accepted => vec![REJECT, CANCEL, RESET],
        Status::Rejected => vec![ACCEPT, CANCEL, RESET],
        Status::Reset => vec![ACCEPT, REJECT, CANCEL],
    }
}

impl ReviewSection {
    pub(crate) fn new(hub: &Hub, id: &RepoId, repo: &Repo, path: &str, shown: &Shown) -> Self {
        let requests = &hub.gate(id, repo).requests;
        let status = Status::named(&shown.status).unwrap_or(Status::Pending);
        let query = shown.q.trim();
        let page = ListRange {
            limit: REVIEW_ROWS,
            prefix: query.to_owned(),
            from: cursor(&shown.from),
            ..ListRange::default()
        };
        let (found, more) = requests.page(status, &page);
        let next = found.last().filter(|_| more).map(|(_, last)| {
            format!(
                "{path}/settings?gated_access_request=true&status={}&q={}&from={}-{}#review",
                status.as_str(),
                encode(query),
                last.timestamp.milliseconds(),
                last.id
            )
        });
        Self {
            path: path.to_owned(),
            status: status.as_str(),
            lists: [Status::Pending, Status::Accepted, Status::Rejected, Status::Reset]
                .into_iter()
                .map(|status| List { status: status.as_str(), count: requests.count(status) })
                .collect(),
            query: query.to_owned(),
            rows: found
                .into_iter()
                .enumerate()
                .map(|(index, (user, request))| row(hub, index, user, request))
                .collect(),
            actions: actions(status),
            next,
        }
    }
}

fn cursor(text: &str) -> Option<(Time, ObjectId)> {
    let (time, id) = text.rsplit_once('-')?;
    Some((Time::from_milliseconds(time.parse().ok()?), ObjectId::parse(id)?))
}

fn row(hub: &Hub, index: usize, user: &Name, request: &AccessRequest) -> Row {
    Row {
        index,
        user: user.to_string(),
        fullname: hub.fullname(user).to_owned(),
        email: (!request.unasked).then(|| hub.email(user)),
        at: request.timestamp.to_string(),
        date: day(request.timestamp),
        reviewed: request.reviewed_at().map(day),
        granted_by: request.granted_by().filter(|_| request.unasked).map(ToString::to_string),
        reason: request.reason().map(str::to_owned),
        fields: request.fields.as_deref().cloned().unwrap_or_default().into_iter().collect(),
    }
}

/// The day of a point in time, for people.
pub(crate) fn day(time: Time) -> String {
    time.to_string().chars().take(10).collect()
}

/// Does what a form of the section, or of "Add access", asks for. The word for what was done, and the list it was done on.
pub(crate) fn act(
    hub: &mut Hub,
    caller: &Caller,
    id: &RepoId,
    posted: &[(String, String)],
    now: Time,
) -> Result<&'static str, HttpError> {
    let value = |name: &str| value(posted, name).unwrap_or_default();
    hub.reviewable(caller, id)?;
    let action = value("action");
    let one = Whom::Name(value("user").into());
    if action == "grant" {
        hub.grant(caller, id, &one, now)?;
        return Ok("granted");
    }
    let (verb, selected) = action.strip_suffix("-selected").map_or((action, false), |verb| (verb, true));
    let to = match verb {
        "accept" => Status::Accepted,
        "reject" => Status::Rejected,
        "cancel" => Status::Pending,
        "reset" => Status::Reset,
        _ => return Err(HttpError::bad_request(format!("`{action}` is not a way to review a request"))),
    };
    let reason = Some(value("reason").to_owned()).filter(|reason| !reason.is_empty());
    let decision = Decision { to, reason };
    if !selected {
        hub.review(caller, id, &one, &decision, now)?;
        return Ok(to.as_str());
    }
    let users = posted.iter().filter(|(key, _)| key == "selected").map(|(_, user)| Whom::Name(user.as_str().into()));
    let users: Vec<Whom> = users.collect();
    if users.is_empty() {
        return Err(HttpError::bad_request("No request is selected: tick the boxes beside the names first"));
    }
    // Somebody else may have reviewed one of them meanwhile.
    hub.review_all(caller, id, &users, &decision, now)?;
    Ok("several")
}
