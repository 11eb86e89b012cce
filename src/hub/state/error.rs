//! Why the Hub rejects something. What each becomes on the wire, and in which words, `hub::web::error` decides.

use super::files::FileEditError;
use super::names::{Name, RepoId};
use super::token::TokenRejection;
use crate::gate::FormError;

/// Why the Hub rejects something.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HubError {
    /// Nobody is logged in, or the token is unknown.
    NotLoggedIn,
    /// The caller may look but not do this.
    Forbidden,
    /// The organization does not take the token.
    TokenPolicy(Name, TokenRejection),
    /// The caller may not commit here, but propose a commit.
    ProposeInstead,
    /// The repo is unknown, or private and not for the caller.
    RepoNotFound {
        /// Whether nobody is logged in.
        anonymous: bool,
    },
    /// The repo has no such branch, tag or commit.
    RevisionNotFound(String),
    /// The revision has no such file or folder.
    EntryNotFound,
    /// The operation needs a gate that the repo does not have.
    NotGated(RepoId),
    /// The gate is closed for the caller.
    Gate {
        /// The repo behind it.
        repo: RepoId,
        /// Why.
        closed: Closed,
        /// The address of the repo's page.
        page: String,
    },
    /// Fields of the gate form are wrong.
    Form(FormError),
    /// There is no such user or organization.
    AccountNotFound(Name),
    /// There is no such user.
    UserNotFound,
    /// The user has no request, or it has that status already.
    RequestNotFound,
    /// The user has no pending request.
    NothingToCancel,
    /// The user is to be given access and has it.
    HasAccess,
    /// No login waits for this code.
    DeviceCodeNotFound,
    /// The user has no such token.
    TokenNotFound,
    /// A token has no name, or one that is too long.
    TokenName {
        /// At most this many characters.
        longest: usize,
    },
    /// The reason of a review is too long.
    ReasonTooLong {
        /// At most this many characters.
        longest: usize,
    },
    /// An address for notifications is none.
    InvalidEmail(String),
    /// The Hub takes no such name for an account or a repo.
    InvalidName(String),
    /// An account has the name.
    NameTaken(Name),
    /// There is such a repo.
    RepoExists(RepoId),
    /// There is no discussion of that number.
    DiscussionNotFound,
    /// There is no such comment.
    CommentNotFound,
    /// Not an open pull request.
    NotMergeable,
    /// Both sides changed these paths.
    Conflicts(Vec<String>),
    /// The organization has no such resource group, or the repo is in none.
    ResourceGroupNotFound,
    /// The collection is unknown, or private and not for the caller.
    CollectionNotFound,
    /// The collection cannot be a gating group.
    Group(GroupRule),
    /// The change to the files cannot be made.
    Files(FileEditError),
    /// The card of a commit has these errors.
    CardRejected(Vec<String>),
    /// The card of a push has errors: what the pusher reads of them.
    PushRejected(String),
}

/// Why a gate is closed for a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Nobody is logged in.
    NotLoggedIn,
    /// The fine-grained token does not cover it.
    TokenScope,
    /// The user has not asked.
    NoRequest,
    /// The request waits for a review.
    Pending,
    /// The request was rejected.
    Rejected,
    /// The request was reset.
    Reset,
    /// The card keeps the European Union out.
    Europe,
    /// The organization turns visitors from there away.
    Location,
}

/// A rule of gating groups that a collection breaks (hub-docs enterprise-gating-group-collections.md).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupRule {
    /// It is not an organization's.
    NoOrganization,
    /// The organization has no plan with gating groups.
    NoPlan(Name),
    /// One of its repos is another account's.
    ForeignRepo {
        /// The repo.
        repo: RepoId,
        /// Whose collection it is.
        organization: Name,
    },
    /// One of its repos is in a gating group already.
    InAnotherGroup {
        /// The repo.
        repo: RepoId,
        /// The group's title.
        title: String,
    },
}

impl HubError {
    /// A push is rejected: git shows the text between two lines of dashes.
    pub fn push_rejected(text: &str) -> Self {
        let rule = "-".repeat(73);
        Self::PushRejected(format!("{rule}\n{text}\n{rule}"))
    }
}

impl From<FileEditError> for HubError {
    fn from(error: FileEditError) -> Self {
        HubError::Files(error)
    }
}

impl From<GroupRule> for HubError {
    fn from(rule: GroupRule) -> Self {
        HubError::Group(rule)
    }
}
