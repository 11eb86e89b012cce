//! The repo that a path names.

use axum::extract::{FromRequestParts, OptionalFromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use super::auth::Visit;
use super::response;
use crate::hub::app::App;
use crate::hub::state::RepoId;
use crate::hub::web::error::HttpError;

/// The repo that a path names, and what else the path says.
#[derive(Clone, Debug)]
pub(crate) struct RepoPath {
    /// The repo, as it was written: the state compares without regard to case.
    pub(crate) id: RepoId,
    params: Vec<(String, String)>,
}

impl RepoPath {
    /// A parameter of the route, decoded; empty where the route has none of that name.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.params.iter().find(|(param, _)| param == name).map_or("", |(_, value)| value)
    }

    /// The revision of the route.
    pub(crate) fn revision(&self) -> &str {
        self.get("revision")
    }

    /// The path in the repo, without slashes at its ends.
    pub(crate) fn path(&self) -> &str {
        self.get("path").trim_matches('/')
    }
}

impl FromRequestParts<std::sync::Arc<App>> for RepoPath {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &std::sync::Arc<App>) -> Result<Self, Response> {
        let params = RawPathParams::from_request_parts(parts, app)
            .await
            .map_err(|_| HttpError::bad_request("The path is not valid UTF-8").into_response())?;
        let Some(repo) = parts.extensions.get::<Visit>().and_then(|visit| visit.address.repo.as_ref()) else {
            let (method, uri, extensions) = (parts.method.clone(), parts.uri.clone(), parts.extensions.clone());
            return Err(response::unmatched(method, uri, extensions).await);
        };
        let params = params.iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
        Ok(Self { id: repo.id.clone(), params })
    }
}

/// The Hub has no page at this address of a repo, which it does not look for.
pub(crate) async fn no_page(_: RepoPath) -> HttpError {
    response::page_not_found()
}

impl OptionalFromRequestParts<std::sync::Arc<App>> for RepoPath {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &std::sync::Arc<App>) -> Result<Option<Self>, HttpError> {
        Ok(<Self as FromRequestParts<_>>::from_request_parts(parts, app).await.ok())
    }
}
