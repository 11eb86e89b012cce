//! Asking for access: a browser gets a rejected form back, other clients the error itself.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::Response;
use serde_json::Value;

use crate::hub::app::Shared;
use crate::hub::pages::repo::{RejectedForm, RepoPage};
use crate::hub::pages::{Frame, html};
use crate::hub::state::{Caller, Hub, HubError, RepoId};
use crate::hub::web::auth::Visitor;
use crate::hub::web::body::{Payload, expected};
use crate::hub::web::error::HttpError;
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::{HttpResult, see_other};

/// The page that an access request comes from: a browser gets a rejected form back, other clients the error itself.
pub(crate) struct AskPage {
    frame: Frame,
    visitor: Caller,
    html: bool,
    /// The site as the browser calls it.
    site: Option<String>,
}

impl FromRequestParts<Shared> for AskPage {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, HttpError> {
        let Visitor(visitor) = Visitor::from_request_parts(parts, app).await?;
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let html = visitor.user.is_some() && text(header::ACCEPT).is_some_and(|accept| accept.contains("text/html"));
        let site = text(header::HOST).filter(|_| html).map(|host| format!("http://{host}"));
        Ok(Self { frame: Frame::from_request_parts(parts, app).await?, visitor, html, site })
    }
}

impl AskPage {
    /// The site as the browser calls it; `None` for other clients.
    pub(crate) fn site(&self) -> Option<&str> {
        self.site.as_deref()
    }

    /// The response to a request that was rejected.
    fn rejected(
        mut self,
        hub: &Hub,
        id: &RepoId,
        posted: &[(String, String)],
        error: HubError,
    ) -> Result<Response, HttpError> {
        if !self.html || hub.visible(&self.visitor, id).is_err() {
            return Err(error.into());
        }
        let problems = match &error {
            HubError::Form(error) => error.problems.clone(),
            _ => Vec::new(),
        };
        let error = HttpError::from(error);
        if problems.is_empty() {
            self.frame.alert = Some(error.message);
        }
        self.frame.here = format!("/{}", id.path());
        let page = RepoPage::new(hub, &self.visitor, self.frame, id, RejectedForm { posted, problems: &problems })?;
        Ok(html(StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST), &page))
    }
}

/// `POST /[datasets/]{id}/ask-access`
pub(crate) async fn ask(
    State(app): State<Shared>,
    caller: Caller,
    repo: RepoPath,
    reader: AskPage,
    body: Payload,
) -> HttpResult {
    let mut posted = Vec::new();
    for (label, value) in body.entries() {
        let value = match value {
            Value::String(text) => text.clone(),
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            Value::Null => continue,
            other => return Err(expected("string", other, label)),
        };
        posted.push((label.clone(), value));
    }
    let (mut hub, now) = app.hub_now();
    if let Err(error) = hub.ask(&caller, &repo.id, &posted, now) {
        return reader.rejected(&hub, &repo.id, &posted, error);
    }
    let (id, _) = hub.visible(&caller, &repo.id)?;
    Ok(see_other(&format!("{}/{}", reader.site().unwrap_or(&app.endpoint), id.path())))
}
