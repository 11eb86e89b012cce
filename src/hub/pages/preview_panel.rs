//! The panel of the previewed card, beside every page, and the addresses that follow it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::hub::app::preview::Preview;
use crate::hub::app::{Shared, lock};
use crate::hub::pages::login::log_in_as;
use crate::hub::web::auth::Visitor;
use crate::hub::web::error::HttpError;
use crate::hub::web::response::{self, see_other};
use crate::rule::diagnostic::Severity;
use crate::words::{count, list};

/// The diagnostics of a card, beside the page that the card makes.
#[derive(Clone, Debug, Template)]
#[template(path = "hub/preview_panel.html")]
pub(crate) struct PreviewPanel {
    preview: Preview,
}

impl PreviewPanel {
    pub(crate) fn new(preview: Preview) -> Self {
        Self { preview }
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
    let (page, reader) = {
        let preview = lock(&app.preview);
        let preview = preview.as_ref().ok_or_else(no_preview)?;
        (preview.page.clone(), preview.reader.clone())
    };
    if caller.user.is_some() {
        return Ok(see_other(&page));
    }
    log_in_as(&app, &reader, &page)
}

fn no_preview() -> HttpError {
    HttpError::not_found("No card is being previewed")
}
