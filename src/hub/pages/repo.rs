//! The page of a repo: its card under the gate box, and its files.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::gate::FieldProblem;
use crate::hub::app::Shared;
use crate::hub::pages::files::FileList;
use crate::hub::pages::gate_box::{GateBox, GateReader};
use crate::hub::pages::repo_head::{RepoHead, Tab};
use crate::hub::pages::{Frame, markdown, show};
use crate::hub::state::error::Closed;
use crate::hub::state::{Caller, Gated, Hub, HubError, Repo, RepoId, Status};
use crate::hub::web::auth::Visitor;
use crate::hub::web::error::HttpError;
use crate::hub::web::repo_path::RepoPath;

/// The page of a repo.
#[derive(Template)]
#[template(path = "hub/repo.html")]
pub(crate) struct RepoPage {
    frame: Frame,
    head: RepoHead,
    gate: Option<GateBox>,
    card: Option<String>,
    files: FileList,
}

/// A form that was not taken: what it held, and what is wrong with it.
#[derive(Clone, Copy, Default)]
pub(crate) struct RejectedForm<'a> {
    pub(crate) posted: &'a [(String, String)],
    pub(crate) problems: &'a [FieldProblem],
}

impl RepoPage {
    pub(crate) fn new(
        hub: &Hub,
        caller: &Caller,
        frame: Frame,
        id: &RepoId,
        rejected: RejectedForm<'_>,
    ) -> Result<Self, HttpError> {
        let (id, repo) = hub.visible(caller, id)?;
        let card = Hub::card(id.kind, repo);
        let path = format!("/{}", id.path());
        Ok(Self {
            frame,
            head: RepoHead::new(hub, caller, id, repo, Tab::Card),
            gate: gate_box(hub, caller, id, repo, rejected),
            card: card.map(|card| markdown::card(&card.body, &path)),
            files: FileList::all(repo, &path)?,
        })
    }
}

/// The gate box as this caller sees it; none where the repo has no gate.
fn gate_box(hub: &Hub, caller: &Caller, id: &RepoId, repo: &Repo, rejected: RejectedForm<'_>) -> Option<GateBox> {
    let gate = hub.gate(id, repo);
    let form = Hub::gate_form(id, repo);
    let may_ask = |reset| GateReader::MayAsk { reset, posted: rejected.posted, problems: rejected.problems };
    let why;
    let reader = match (&caller.user, hub.admit(caller, id, repo)) {
        _ if gate.mode == Gated::No => return None,
        (None, _) => GateReader::LoggedOut,
        (Some(_), Ok(())) => GateReader::Granted,
        (Some(_), Err(closed @ HubError::Gate { closed: Closed::Europe, .. })) => {
            why = closed.to_string();
            GateReader::Barred(&why)
        }
        (Some(user), Err(_)) => match gate.requests.get(user) {
            None => may_ask(false),
            Some(request) => match request.status {
                Status::Reset => may_ask(true),
                Status::Pending => GateReader::Pending,
                Status::Accepted => GateReader::Granted,
                Status::Rejected => GateReader::Rejected(request.reason()),
            },
        },
    };
    Some(GateBox::new(&form, id.noun(), &format!("/{}", id.path()), gate.mode == Gated::Auto, reader))
}

pub(crate) async fn repo(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    path: RepoPath,
) -> Response {
    let hub = app.hub();
    show(frame, |frame| RepoPage::new(&hub, &caller, frame, &path.id, RejectedForm::default()))
}
