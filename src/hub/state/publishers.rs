//! Trusted publishers: CI jobs that get a short-lived token for the identity that their provider vouches for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Hub;
use super::accounts::Role;
use super::logins::OAuthError;
use super::names::{Name, RepoId};
use super::time::Time;
use super::token::{Scope, Token, TokenRole};

/// How long an exchanged token is good, in milliseconds.
pub const EXCHANGED_LIFETIME: i64 = 3_600_000;

/// The audience that providers write into identity tokens for the live Hub.
const HUB: &str = "https://huggingface.co";

/// A CI job that is trusted: by who vouches for it, and by what its identity says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedPublisher {
    /// Who vouches: the `iss` of its identity tokens.
    pub issuer: String,
    /// What the identity says, each claim as it is written here.
    #[serde(default)]
    pub claims: BTreeMap<String, String>,
}

impl TrustedPublisher {
    /// The issuers of the providers that the Hub has presets for.
    pub const PROVIDERS: [(&str, &str); 3] = [
        ("github", "https://token.actions.githubusercontent.com"),
        ("gitlab", "https://gitlab.com"),
        ("circleci", "https://oidc.circleci.com"),
    ];

    /// Whether an identity is the one that is trusted: claims are compared exactly.
    fn trusts(&self, identity: &Map<String, Value>) -> bool {
        let said = |claim: &str| identity.get(claim).and_then(Value::as_str);
        said("iss") == Some(&self.issuer)
            && self.claims.iter().all(|(claim, value)| match (claim.as_str(), said(claim)) {
                // GitHub's tokens say both of these in other claims.
                ("branch", None) => said("ref").and_then(|name| name.strip_prefix("refs/heads/")) == Some(value),
                ("workflow", workflow) => workflow == Some(value) || said("workflow_ref").and_then(file) == Some(value),
                (_, said) => said == Some(value),
            })
    }
}

/// The file of `acme/train/.github/workflows/publish.yml@refs/heads/main`.
fn file(workflow: &str) -> Option<&str> {
    workflow.split('@').next()?.rsplit('/').next()
}

impl Hub {
    /// The token for an identity on a resource: a repo to write, or a user whose gated repos are read. That the identity is
    /// genuine is taken for granted: the mock does not ask its issuer.
    // fidelity: trusted-publishers
    pub fn exchange(&self, identity: &Map<String, Value>, resource: &str, now: Time) -> Result<Token, OAuthError> {
        let audience = match identity.get("aud") {
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(one)) => vec![one.as_str()],
            _ => Vec::new(),
        };
        let for_us = |audience: &&str| {
            let audience = audience.trim_end_matches('/');
            audience == self.endpoint || audience == HUB
        };
        let expired = identity.get("exp").and_then(Value::as_i64).is_some_and(|end| now.milliseconds() / 1000 >= end);
        if !audience.iter().any(for_us) || expired {
            return Err(OAuthError::InvalidGrant("The audience or the expiration of the token does not match"));
        }
        let unknown = OAuthError::InvalidGrant("No trusted publisher matches the token");
        let trusted = |publishers: &[TrustedPublisher]| publishers.iter().any(|publisher| publisher.trusts(identity));
        let token = if resource.contains('/') {
            let id = RepoId::from_path(resource);
            let (id, _) =
                self.repos.get_key_value(&id).filter(|(_, repo)| trusted(&repo.trusted_publishers)).ok_or(unknown)?;
            let permissions = ["repo.content.read", "repo.write"].map(str::to_owned).to_vec();
            let scope = Scope { entity: id.path().into(), permissions };
            let user = self.stands_in(id).ok_or(unknown)?;
            Token::new(user, TokenRole::FineGrained { scopes: vec![scope], can_read_gated_repos: false }, now)
        } else {
            let user = Name::from(resource);
            let (user, _) =
                self.trusted_publishers.get_key_value(&user).filter(|(_, all)| trusted(all)).ok_or(unknown)?;
            let role = TokenRole::FineGrained { scopes: Vec::new(), can_read_gated_repos: true };
            Token::new(user.clone(), role, now)
        };
        Ok(Token { expires_at: Some(now.plus(EXCHANGED_LIFETIME)), oauth: true, ..token })
    }

    /// Whom a publisher of a repo counts as: its owner, or the first admin of the organization.
    fn stands_in(&self, id: &RepoId) -> Option<Name> {
        let owner = Name::from(id.owner());
        match self.organizations.get(&owner) {
            Some(organization) => {
                organization.members.iter().find(|member| member.role == Role::Admin).map(|member| member.user.clone())
            }
            None => self.users.get_key_value(&owner).map(|(name, _)| name.clone()),
        }
    }
}
