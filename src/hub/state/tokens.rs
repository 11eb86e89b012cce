//! Access tokens: what they allow, who presents one, and which ones a user has.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Hub;
use super::HubError;
use super::accounts::Caller;
use super::files::content::hex;
use super::names::{Name, RepoId};
use super::time::Time;

/// Precedes the hash of a token whose secret is not shown.
pub const TOKEN_HASH: &str = "sha256:";

/// The longest name of a token, in characters.
const LONGEST_NAME: usize = 100;

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
        Self { user, role, created_at, name: None, expires_at: None, oauth: false }
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

impl Hub {
    /// Who presents this secret. The hash of a secret is none.
    pub fn token(&self, secret: &str) -> Option<(&str, &Token)> {
        if secret.starts_with(TOKEN_HASH) {
            return None;
        }
        self.tokens.get_key_value(secret).map(|(secret, token)| (secret.as_str(), token))
    }

    /// The tokens of a user, oldest first, each with its hash.
    pub fn tokens_of(&self, user: &Name) -> Vec<(String, &Token)> {
        let own = self.tokens.iter().filter(|(_, token)| token.user == *user);
        let mut own: Vec<(String, &Token)> = own.map(|(secret, token)| (hashed(secret), token)).collect();
        own.sort_by_key(|(_, token)| token.created_at);
        own
    }

    /// Gives a user a token. Only a session may: a token makes no other tokens.
    // fidelity: settings-tokens
    pub fn create_token(
        &mut self,
        caller: &Caller,
        secret: String,
        name: &str,
        role: TokenRole,
        now: Time,
    ) -> Result<(), HubError> {
        let user = caller.required()?.clone();
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            return Err(HubError::TokenName { longest: LONGEST_NAME });
        }
        self.tokens.insert(secret, Token { name: Some(name.into()), ..Token::new(user, role, now) });
        Ok(())
    }

    /// Takes a token back that its user names by its hash.
    pub fn revoke_token(&mut self, caller: &Caller, hash: &str) -> Result<(), HubError> {
        let user = caller.required()?.clone();
        let found = self.tokens.iter().find(|(secret, token)| token.user == user && hashed(secret) == hash);
        let secret = found.map(|(secret, _)| secret.clone()).ok_or(HubError::TokenNotFound)?;
        self.tokens.remove(&secret);
        Ok(())
    }

    /// Takes back whatever of these is a token: its finder need not say who they are.
    // fidelity: revoke-leaked
    pub fn revoke_leaked<'a>(&mut self, secrets: impl Iterator<Item = &'a str>) {
        for secret in secrets.filter(|secret| !secret.starts_with(TOKEN_HASH)) {
            self.tokens.remove(secret);
        }
    }
}
