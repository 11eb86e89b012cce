//! The repo that a path names.

use axum::extract::{FromRequestParts, OptionalFromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use super::response;
use crate::card::RepoType;
use crate::hub::app::App;
use crate::hub::state::{HubError, RepoId};

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
            .map_err(|_| HubError::bad_request("The path is not valid UTF-8").into_response())?;
        let (mut kind, mut owner, mut name, mut others) = (None, String::new(), String::new(), Vec::new());
        for (key, value) in &params {
            match key {
                "kind" => kind = kind_named(value),
                "ns" => value.clone_into(&mut owner),
                "name" => value.clone_into(&mut name),
                _ => others.push((key.to_owned(), value.to_owned())),
            }
        }
        let Some(kind) = kind else {
            return Err(response::unmatched(parts.method.clone(), parts.uri.clone(), parts.extensions.clone()).await);
        };
        let id = if owner == "-" { name } else { format!("{owner}/{name}") };
        Ok(Self { id: RepoId::new(kind, &id), params: others })
    }
}

impl OptionalFromRequestParts<std::sync::Arc<App>> for RepoPath {
    type Rejection = HubError;

    async fn from_request_parts(parts: &mut Parts, app: &std::sync::Arc<App>) -> Result<Option<Self>, HubError> {
        Ok(<Self as FromRequestParts<_>>::from_request_parts(parts, app).await.ok())
    }
}

/// `datasets` and so on.
pub(crate) fn kind_named(word: &str) -> Option<RepoType> {
    match word {
        "models" => Some(RepoType::Model),
        "datasets" => Some(RepoType::Dataset),
        "spaces" => Some(RepoType::Space),
        _ => None,
    }
}
