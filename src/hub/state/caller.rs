//! Who asks, and what they may do.

use super::HubError;
use super::country::Location;
use super::names::{Name, RepoId};
use super::token::TokenRole;

/// Who asks: a user or nobody, with which credentials, and from where.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// The user; `None` for nobody.
    pub user: Option<Name>,
    /// What the credentials allow: a session allows everything that its user may do.
    pub rights: Rights,
    /// Where the request comes from.
    pub location: Option<Location>,
}

/// What the credentials of a caller allow.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Rights {
    /// A session, or no credentials at all.
    #[default]
    Session,
    /// A token, with its secret.
    Token(std::sync::Arc<str>, TokenRole),
}

impl Caller {
    /// A user with a session.
    pub fn user(name: impl Into<Name>) -> Self {
        Self { user: Some(name.into()), ..Self::default() }
    }

    /// The user, or the 401 for nobody.
    pub fn required(&self) -> Result<&Name, HubError> {
        self.user.as_ref().ok_or(HubError::NotLoggedIn)
    }

    /// Whether the credentials allow writing to a repo.
    // fidelity: token-roles
    pub fn may_write(&self, repo: &RepoId) -> bool {
        match &self.rights {
            Rights::Session | Rights::Token(_, TokenRole::Write) => true,
            Rights::Token(_, TokenRole::Read) => false,
            Rights::Token(_, TokenRole::FineGrained { scopes, .. }) => scopes.iter().any(|scope| {
                scope.covers(repo) && scope.permissions.iter().any(|permission| permission == "repo.write")
            }),
        }
    }

    /// Whether the credentials allow everything that the user may do.
    pub fn may_write_all(&self) -> bool {
        matches!(self.rights, Rights::Session | Rights::Token(_, TokenRole::Write))
    }

    /// Whether the credentials allow proposing changes and taking part in discussions wherever the user may look.
    pub fn may_propose(&self) -> bool {
        self.user.is_some() && !matches!(self.rights, Rights::Token(_, TokenRole::Read))
    }

    /// Whether the credentials allow passing a gate that the user may pass.
    pub fn may_pass_gates(&self, repo: &RepoId) -> bool {
        match &self.rights {
            Rights::Token(_, TokenRole::FineGrained { scopes, can_read_gated_repos }) => {
                *can_read_gated_repos || scopes.iter().any(|scope| scope.covers(repo))
            }
            Rights::Session | Rights::Token(..) => true,
        }
    }
}
