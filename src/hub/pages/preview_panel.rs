//! The panel of the previewed card, beside every page, and the addresses that follow and fix the card.

use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::hub::app::cpu_pool::aside;
use crate::hub::app::preview::Preview;
use crate::hub::app::{App, Shared, lock};
use crate::hub::pages::login::log_in_as;
use crate::hub::pages::markdown;
use crate::hub::pages::repo::{RejectedForm, RepoPage};
use crate::hub::pages::{Frame, rejected};
use crate::hub::web::auth::Visitor;
use crate::hub::web::error::HttpError;
use crate::hub::web::form::Posted;
use crate::hub::web::response::{self, HttpResult, see_other};
use crate::rule::diagnostic::Severity;
use crate::words::{count, list};

/// How often, and how long in between, a request that has fixed the card waits for the page to follow.
const FOLLOW_TRIES: usize = 80;
const FOLLOW_INTERVAL: Duration = Duration::from_millis(25);

/// The diagnostics of a card, beside the page that the card makes.
#[derive(Clone, Debug, Template)]
#[template(path = "hub/preview_panel.html")]
pub(crate) struct PreviewPanel {
    preview: Preview,
    /// Whether the reader has sent the form.
    asked: bool,
}

impl PreviewPanel {
    /// The panel, while a card is previewed.
    pub(crate) fn new(app: &App) -> Option<Self> {
        let preview = lock(&app.preview).clone()?;
        let asked = app.hub().asked(&preview.repo, preview.reader);
        Some(Self { preview, asked })
    }

    pub(crate) fn version(&self) -> u64 {
        self.preview.version
    }

    fn summary(&self) -> String {
        let number = |severity| self.preview.findings.iter().filter(|finding| finding.severity == severity).count();
        let kinds: Vec<String> = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")]
            .into_iter()
            .map(|(severity, noun)| (number(severity), noun))
            .filter(|(number, _)| *number > 0)
            .map(|(number, noun)| count(number, noun))
            .collect();
        if kinds.is_empty() {
            "The linter finds nothing wrong.".to_owned()
        } else {
            format!("The linter finds {}.", list(&kinds))
        }
    }
}

/// Which version of the previewed card the pages show; their script asks.
pub(crate) async fn version(State(app): State<Shared>) -> Result<Response, HttpError> {
    let version = lock(&app.preview).as_ref().map(|preview| preview.version).ok_or_else(no_preview)?;
    Ok(response::json(&serde_json::json!({ "version": version })))
}

/// The page that the previewed card makes, as its reader sees it unless somebody is logged in.
pub(crate) async fn open(State(app): State<Shared>, Visitor(caller): Visitor) -> Result<Response, HttpError> {
    let preview = previewed(&app)?;
    if caller.user.is_some() {
        return Ok(see_other(&preview.page()));
    }
    log_in_as(&app, preview.reader, &preview.page())
}

/// `POST /_mock/preview/form`: the reader's request is forgotten, and the form is there again.
pub(crate) async fn show_form(State(app): State<Shared>) -> HttpResult {
    let preview = previewed(&app)?;
    app.hub_mut().forget_request(&preview.repo, preview.reader);
    log_in_as(&app, preview.reader, &preview.page())
}

/// `POST /_mock/preview/fix`: writes the card's file with the fix of one finding, or with all safe ones.
pub(crate) async fn fix(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    posted: Posted,
) -> HttpResult {
    let preview = previewed(&app)?;
    if let Err(problem) = write(&preview, &posted).await {
        let error = HttpError::new(409, format!("The card was not fixed: {problem}"));
        return Ok(rejected(frame, error, |frame| {
            RepoPage::new(&app.hub(), &caller, frame, &preview.repo, RejectedForm::default())
        }));
    }
    for _ in 0..FOLLOW_TRIES {
        if previewed(&app)?.version != preview.version {
            break;
        }
        tokio::time::sleep(FOLLOW_INTERVAL).await;
    }
    Ok(see_other(&preview.page()))
}

async fn write(preview: &Preview, posted: &Posted) -> Result<(), String> {
    if posted.value("version") != preview.version.to_string() {
        return Err("it has changed since this page was shown".to_owned());
    }
    let (preview, which) = (preview.clone(), posted.value("fix").to_owned());
    aside(move || preview.fix(&which)).await.map_err(|panicked| HttpError::from(panicked).message)?
}

fn previewed(app: &App) -> Result<Preview, HttpError> {
    lock(&app.preview).clone().ok_or_else(no_preview)
}

fn no_preview() -> HttpError {
    HttpError::not_found("No card is being previewed")
}
