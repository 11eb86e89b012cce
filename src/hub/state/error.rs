//! Answers that are not what was asked for. What each becomes on the wire is decided in one place, `hub::web::response`.

use super::names::RepoId;

/// Why the Hub refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HubError {
    /// The HTTP status.
    pub status: u16,
    /// `X-Error-Code`: what clients classify by.
    pub code: Option<ErrorCode>,
    /// `X-Error-Message`, and the body.
    pub message: String,
}

/// The values of `X-Error-Code` (`huggingface_hub/utils/_http.py`, live recordings).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// The repo is not there, or not for the caller.
    RepoNotFound,
    /// The repo's gate is closed for the caller.
    GatedRepo,
    /// The repo has no gate.
    RepoNotGated,
    /// No such branch, tag or commit.
    RevisionNotFound,
    /// No such file or folder.
    EntryNotFound,
}

impl ErrorCode {
    /// The header's value.
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorCode::RepoNotFound => "RepoNotFound",
            ErrorCode::GatedRepo => "GatedRepo",
            ErrorCode::RepoNotGated => "RepoNotGated",
            ErrorCode::RevisionNotFound => "RevisionNotFound",
            ErrorCode::EntryNotFound => "EntryNotFound",
        }
    }
}

impl HubError {
    /// An error without a code.
    pub fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, code: None, message: message.into() }
    }

    /// An error with a code.
    pub fn coded(status: u16, code: ErrorCode, message: impl Into<String>) -> Self {
        Self { status, code: Some(code), message: message.into() }
    }

    /// Nobody is logged in, or the token is unknown.
    pub fn unauthorized() -> Self {
        Self::new(401, "Invalid username or password.")
    }

    /// The caller may look but not do this.
    pub fn forbidden() -> Self {
        Self::new(403, "You have read access but not the required permissions for this operation")
    }

    /// The request itself is wrong.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, message)
    }

    /// A value of the request is wrong, in the wording of the Hub's validator.
    pub fn invalid(message: &str, at: &str) -> Self {
        if at.is_empty() {
            Self::new(400, format!("✖ {message}"))
        } else {
            Self::new(400, format!("✖ {message}\n  → at {at}"))
        }
    }

    /// A value that the request must have is not there, in the wording of the Hub's validator.
    pub fn missing(at: &str) -> Self {
        Self::invalid("Required", at)
    }

    /// A thing without a code of its own is not there.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, message)
    }

    /// The repo is unknown, or private and not for the caller. Nobody learns which.
    pub fn repo_not_found(anonymous: bool) -> Self {
        if anonymous {
            Self::coded(401, ErrorCode::RepoNotFound, Self::unauthorized().message)
        } else {
            Self::coded(404, ErrorCode::RepoNotFound, "Repository not found")
        }
    }

    /// The repo has no such revision.
    pub fn revision_not_found(revision: &str) -> Self {
        Self::coded(404, ErrorCode::RevisionNotFound, format!("Invalid rev id: {revision}"))
    }

    /// The revision has no such file or folder.
    pub fn entry_not_found() -> Self {
        Self::coded(404, ErrorCode::EntryNotFound, "Entry not found")
    }

    /// The operation needs a gate that the repo does not have.
    pub fn not_gated(repo: &RepoId) -> Self {
        Self::coded(400, ErrorCode::RepoNotGated, format!("{} {repo} is not gated", repo.noun()))
    }
}

impl std::fmt::Display for HubError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for HubError {}
