//! Which access tokens there are: who presents one, and which ones a user has.

use super::caller::Caller;
use super::names::Name;
use super::time::Time;
use super::token::{TOKEN_HASH, Token, TokenRole, hashed};
use super::{Hub, HubError};

/// The longest name of a token, in characters.
const LONGEST_NAME: usize = 100;

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
