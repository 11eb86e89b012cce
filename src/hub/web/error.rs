//! Errors on the wire: the status, the code and the words of each, decided here and nowhere else.

use std::fmt;

use crate::hub::app::cpu_pool::Panicked;
use crate::hub::state::error::Closed;
use crate::hub::state::error::GroupRule;
use crate::hub::state::files::FileEditError;
use crate::hub::state::token::TokenRejection;
use crate::hub::state::{HubError, Name, RepoId};

/// An error as clients see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HttpError {
    /// The HTTP status.
    pub(crate) status: u16,
    /// `X-Error-Code`: what clients classify by.
    pub(crate) code: Option<ErrorCode>,
    /// `X-Error-Message`, and the body.
    pub(crate) message: String,
}

/// The values of `X-Error-Code` (`huggingface_hub/utils/_http.py`, live recordings).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorCode {
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
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            ErrorCode::RepoNotFound => "RepoNotFound",
            ErrorCode::GatedRepo => "GatedRepo",
            ErrorCode::RepoNotGated => "RepoNotGated",
            ErrorCode::RevisionNotFound => "RevisionNotFound",
            ErrorCode::EntryNotFound => "EntryNotFound",
        }
    }
}

impl HttpError {
    /// An error without a code.
    pub(crate) fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, code: None, message: message.into() }
    }

    fn coded(status: u16, code: ErrorCode, message: impl Into<String>) -> Self {
        Self { status, code: Some(code), message: message.into() }
    }

    /// The request itself is wrong.
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, message)
    }

    /// A value of the request is wrong, in the wording of the Hub's validator.
    pub(crate) fn invalid(message: &str, at: &str) -> Self {
        if at.is_empty() {
            Self::new(400, format!("✖ {message}"))
        } else {
            Self::new(400, format!("✖ {message}\n  → at {at}"))
        }
    }

    /// A value that the request must have is missing, in the wording of the Hub's validator.
    pub(crate) fn missing(at: &str) -> Self {
        Self::invalid("Required", at)
    }

    /// A thing without a code of its own is not there.
    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, message)
    }

    /// Nobody is logged in, or the token is unknown.
    pub(crate) fn unauthorized() -> Self {
        HubError::NotLoggedIn.into()
    }

    /// The caller may look but not do this.
    pub(crate) fn forbidden() -> Self {
        HubError::Forbidden.into()
    }

    /// The repo has no such revision.
    pub(crate) fn revision_not_found(revision: &str) -> Self {
        HubError::RevisionNotFound(revision.to_owned()).into()
    }

    /// The revision has no such file or folder.
    pub(crate) fn entry_not_found() -> Self {
        HubError::EntryNotFound.into()
    }
}

impl From<HubError> for HttpError {
    fn from(error: HubError) -> Self {
        match error {
            HubError::NotLoggedIn => Self::new(401, "Invalid username or password."),
            HubError::Forbidden => {
                Self::new(403, "You have read access but not the required permissions for this operation")
            }
            HubError::TokenPolicy(organization, rejection) => Self::new(403, token_policy(&organization, rejection)),
            // fidelity: propose-instead
            HubError::ProposeInstead => {
                Self::new(403, "Forbidden: pass `create_pr=1` as a query parameter to create a Pull Request")
            }
            // The repo is unknown, or private and not for the caller. Nobody learns which.
            HubError::RepoNotFound { anonymous: true } => {
                Self { code: Some(ErrorCode::RepoNotFound), ..Self::unauthorized() }
            }
            HubError::RepoNotFound { anonymous: false } => {
                Self::coded(404, ErrorCode::RepoNotFound, "Repository not found")
            }
            HubError::RevisionNotFound(revision) => {
                Self::coded(404, ErrorCode::RevisionNotFound, format!("Invalid rev id: {revision}"))
            }
            HubError::EntryNotFound => Self::coded(404, ErrorCode::EntryNotFound, "Entry not found"),
            HubError::NotGated(repo) => {
                Self::coded(400, ErrorCode::RepoNotGated, format!("{} {repo} is not gated", repo.noun()))
            }
            HubError::Gate { repo, closed, page } => gate(&repo, closed, &page),
            HubError::Form(error) => Self::bad_request(error.to_string()),
            HubError::AccountNotFound(name) => Self::not_found(format!("There is no user or organization {name}")),
            HubError::UserNotFound => Self::not_found("User not found"),
            HubError::RequestNotFound => Self::not_found("No access request found matching your criteria"),
            HubError::NothingToCancel => Self::not_found("No pending access request found for this repo and this user"),
            HubError::HasAccess => Self::bad_request("That user already has access to the repo"),
            HubError::DeviceCodeNotFound => Self::bad_request("This code is unknown, used up or expired"),
            HubError::TokenNotFound => Self::not_found("There is no such token"),
            HubError::TokenName { longest } => {
                Self::bad_request(format!("A token has a name of at most {longest} characters"))
            }
            HubError::ReasonTooLong { longest } => {
                Self::bad_request(format!("A reason has at most {longest} characters"))
            }
            HubError::InvalidEmail(text) => Self::bad_request(format!("`{text}` is not an e-mail address")),
            HubError::InvalidName(name) => Self::bad_request(format!(
                "`{name}` is not a name the Hub takes: letters, digits, `-`, `_` and `.`, at most 96"
            )),
            HubError::NameTaken(name) => Self::new(409, format!("the name `{name}` is taken")),
            // fidelity: conflict-wording
            HubError::RepoExists(id) => Self::new(409, format!("You already created this {} repo", id.noun())),
            HubError::DiscussionNotFound => Self::not_found("Discussion not found"),
            HubError::CommentNotFound => Self::not_found("Comment not found"),
            HubError::NotMergeable => Self::bad_request("Only an open pull request can be merged"),
            HubError::Conflicts(paths) => Self::new(409, format!("Conflicts in {}", paths.join(", "))),
            HubError::ResourceGroupNotFound => Self::not_found("Resource group not found"),
            HubError::CollectionNotFound => Self::not_found("Collection not found"),
            HubError::Group(rule) => Self::bad_request(group(rule)),
            HubError::Files(error) => files(error),
            HubError::CardRejected(errors) => {
                let lines = errors.iter().map(|error| format!("\n- {error}"));
                Self::bad_request(format!("Invalid metadata in README.md.{}", lines.collect::<String>()))
            }
            HubError::PushRejected(message) => Self::bad_request(message),
        }
    }
}

/// What an organization says of a token that it does not take.
fn token_policy(organization: &Name, rejection: TokenRejection) -> String {
    match rejection {
        TokenRejection::Unscoped => format!("{organization} only accepts fine-grained tokens to access its resources"),
        TokenRejection::NotApproved => "Due to the organization token policy, your token needs to be approved by the \
             organization before you can access this resource."
            .to_owned(),
        TokenRejection::Revoked => "Your token has been revoked by the organization administrator, you can no longer \
             access organization resources. Please contact them for more information."
            .to_owned(),
    }
}

fn gate(id: &RepoId, closed: Closed, page: &str) -> HttpError {
    let noun = id.noun();
    let (status, message) = match closed {
        Closed::NotLoggedIn => (
            401,
            format!(
                "Access to {noun} {id} is restricted. You must have access to it and be authenticated to access it. Please log in."
            ),
        ),
        Closed::TokenScope => (
            403,
            format!(
                "Access to {noun} {id} is restricted. Please enable access to public gated repositories in your fine-grained token settings to view this repository."
            ),
        ),
        Closed::NoRequest => (
            403,
            format!(
                "Access to {noun} {id} is restricted and you are not in the authorized list. Visit {page} to ask for access."
            ),
        ),
        Closed::Pending => {
            (403, format!("Your request to access {noun} {id} is awaiting a review from the repo authors."))
        }
        Closed::Rejected => {
            (403, format!("Your request to access {noun} {id} has been rejected by the repo's authors."))
        }
        Closed::Reset => (
            403,
            format!(
                "Your request to access {noun} {id} has been reset by the repo's authors. Visit {page} to submit a new request."
            ),
        ),
        Closed::Location => (403, format!("Access to {noun} {id} is not available in your region.")),
        Closed::Europe => (403, format!("Access to {noun} {id} is not available in the European Union.")),
    };
    HttpError::coded(status, ErrorCode::GatedRepo, message)
}

fn group(rule: GroupRule) -> String {
    match rule {
        GroupRule::NoOrganization => "Only a collection of an organization can be a gating group".to_owned(),
        GroupRule::NoPlan(organization) => {
            format!("Gating groups need a Team or Enterprise plan, and {organization} has none")
        }
        GroupRule::ForeignRepo { repo, organization } => format!(
            "{} {repo} does not belong to {organization}: a gating group holds only repos of its organization",
            repo.noun()
        ),
        GroupRule::InAnotherGroup { repo, title } => {
            format!("{} {repo} is already in the gating group \"{title}\"", repo.noun())
        }
    }
}

fn files(error: FileEditError) -> HttpError {
    HttpError::bad_request(match error {
        FileEditError::BadPath(path) => return HttpError::new(422, format!("Invalid path: {path}")),
        // What `huggingface_hub` looks for when it deletes files.
        FileEditError::NothingAt(_) => {
            return HttpError::coded(404, ErrorCode::EntryNotFound, "A file with this name doesn't exist");
        }
        FileEditError::FileAndFolder(path) => format!("\"{path}\" cannot be both a file and a folder"),
        FileEditError::NotWritten(why) => why,
    })
}

impl From<FileEditError> for HttpError {
    fn from(error: FileEditError) -> Self {
        files(error)
    }
}

impl From<GroupRule> for HttpError {
    fn from(rule: GroupRule) -> Self {
        HubError::Group(rule).into()
    }
}

impl From<Panicked> for HttpError {
    fn from(Panicked: Panicked) -> Self {
        Self::new(500, "The mock Hub failed: this is a bug of it")
    }
}

/// The words of the state's errors, wherever they are printed.
impl fmt::Display for HubError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&HttpError::from(self.clone()).message)
    }
}

impl std::error::Error for HubError {}
