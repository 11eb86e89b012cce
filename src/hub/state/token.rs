//! An access token, and what it allows.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::files::content::hex;
use super::names::{Name, RepoId};
use super::time::Time;

/// Precedes the hash of a token whose secret is not shown.
pub const TOKEN_HASH: &str = "sha256:";

/// An access token.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// Whose token it is.
    pub user: Name,
    /// What it allows.
    pub role: TokenRole,
    /// When it was made.
    pub created_at: Time,
    /// What its user calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Box<str>>,
    /// When it stops being one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Time>,
    /// Whether a login or an exchange made it: such tokens have no name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub oauth: bool,
    /// Organizations that approved it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approved: Vec<Name>,
    /// Organizations that revoked it: it works elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revoked: Vec<Name>,
}

/// Why an organization takes no token of this kind, or not this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenRejection {
    /// It has no scopes.
    Unscoped,
    /// No admin approved it.
    NotApproved,
    /// An admin revoked it.
    Revoked,
}

/// What a token allows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TokenRole {
    /// Reads what the user may read.
    Read,
    /// Does what the user may do.
    Write,
    /// Only what it names.
    #[serde(rename_all = "snake_case")]
    FineGrained {
        /// What it may do, and where.
        scopes: Vec<Scope>,
        /// Whether it passes the gates of public repos that the user passes.
        can_read_gated_repos: bool,
    },
}

impl TokenRole {
    /// The word in the API.
    pub fn as_str(&self) -> &'static str {
        match self {
            TokenRole::Read => "read",
            TokenRole::Write => "write",
            TokenRole::FineGrained { .. } => "fineGrained",
        }
    }
}

/// What a fine-grained token may do in one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// A user, an organization, or a repo: `datasets/ana/voices`, or `ana/voices` whatever its type.
    pub entity: Name,
    /// The Hub's words: `repo.content.read`, `repo.write` …
    pub permissions: Vec<String>,
}

impl Scope {
    /// Whether the scope covers a repo: itself, or everything of its owner.
    pub fn covers(&self, repo: &RepoId) -> bool {
        self.entity == repo.id
            || self.entity == *repo.owner()
            || self.entity == *format!("{}s/{}", repo.noun(), repo.id)
    }
}

impl Token {
    /// A token of a user, without a name, that never expires.
    pub fn new(user: Name, role: TokenRole, created_at: Time) -> Self {
        Self {
            user,
            role,
            created_at,
            name: None,
            expires_at: None,
            oauth: false,
            approved: Vec::new(),
            revoked: Vec::new(),
        }
    }

    /// Whether it is still good at a time.
    pub fn is_valid(&self, now: Time) -> bool {
        self.expires_at.is_none_or(|end| now < end)
    }

    /// What the API and the page call it.
    pub fn display_name(&self) -> String {
        self.name.as_deref().map_or_else(|| format!("{}-{}", self.user, self.role.as_str()), str::to_owned)
    }
}

/// What a token is called where its secret is not shown.
pub fn hashed(secret: &str) -> String {
    if secret.starts_with(TOKEN_HASH) {
        return secret.to_owned();
    }
    format!("{TOKEN_HASH}{}", hex(&Sha256::digest(secret)))
}
