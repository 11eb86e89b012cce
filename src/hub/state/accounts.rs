//! Users and organizations.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::caller::Caller;
use super::country::{Country, Location};
use super::names::{Name, ObjectId};
use super::{Hub, HubError};

/// A user. What is absent here is derived from the name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The id in the API.
    pub id: ObjectId,
    /// The full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fullname: Option<Box<str>>,
    /// The primary e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Box<str>>,
    /// Where the user's requests come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// A user with what is derived from the name.
#[derive(Clone, Debug)]
pub struct Profile<'a> {
    /// The name.
    pub name: &'a Name,
    /// The id in the API; `None` for nobody's name.
    pub id: Option<ObjectId>,
    /// The full name.
    pub fullname: &'a str,
    /// The primary e-mail address, where the user was given one.
    pub given_email: Option<&'a str>,
}

/// What follows the name in the e-mail address of a user who was given none.
pub const DERIVED_EMAIL: &str = "@example.com";

impl<'a> Profile<'a> {
    /// The primary e-mail address.
    pub fn email(&self) -> Cow<'a, str> {
        let derived = || Cow::Owned(self.name.as_str().to_ascii_lowercase() + DERIVED_EMAIL);
        self.given_email.map_or_else(derived, Cow::Borrowed)
    }
}

/// An organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    /// The id in the API.
    pub id: ObjectId,
    /// The full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fullname: Option<Box<str>>,
    /// What the organization pays for.
    #[serde(default)]
    pub plan: Plan,
    /// Whether a new repo is private unless it says otherwise.
    #[serde(default)]
    pub private_by_default: bool,
    /// Which tokens it takes.
    #[serde(default)]
    pub token_policy: TokenPolicy,
    /// Visitors from where are blocked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<BlockedLocations>,
    /// The members in the order they joined: the first five admins get the mails.
    #[serde(default)]
    pub members: Vec<Member>,
    /// Groups in whose repos members have roles of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_groups: Vec<ResourceGroup>,
}

/// The role of a user among members.
fn role_of(members: &[Member], user: &Name) -> Option<Role> {
    members.iter().find(|member| member.user == *user).map(|member| member.role)
}

impl Organization {
    /// The full name: as given, else the `name` under which the Hub has it.
    pub fn fullname<'a>(&'a self, name: &'a Name) -> &'a str {
        self.fullname.as_deref().unwrap_or(name.as_str())
    }

    /// The role of a member.
    pub fn role(&self, user: &Name) -> Option<Role> {
        role_of(&self.members, user)
    }
}

/// A resource group of an organization. Each of its repos says that it is in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceGroup {
    /// The id in the API.
    pub id: ObjectId,
    /// What it is called.
    pub name: Box<str>,
    /// Members of the organization, each with a role of their own.
    #[serde(default)]
    pub members: Vec<Member>,
}

impl ResourceGroup {
    /// The role of a member of the group.
    pub fn role(&self, user: &Name) -> Option<Role> {
        role_of(&self.members, user)
    }
}

/// Locations whose visitors an organization turns away; its members are not exempt.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockedLocations {
    /// The countries.
    pub countries: Vec<Country>,
    /// Territories that are no countries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<Location>,
    /// Whether downloads from every repo are denied, besides requests for access to gated ones.
    #[serde(default)]
    pub all_repos: bool,
}

impl BlockedLocations {
    /// Whether somebody is turned away there.
    pub fn has(&self, location: Location) -> bool {
        self.countries.contains(&location.country) || self.regions.contains(&location)
    }
}

/// Which tokens an organization takes where its repos are private, gated or written (hub-docs
/// enterprise-tokens-management.md).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenPolicy {
    /// All of them.
    #[default]
    Any,
    /// Those with scopes.
    FineGrained,
    /// Those with scopes that an admin approved or made.
    Approval,
}

impl TokenPolicy {
    /// Every policy with its word.
    pub const WORDS: [(&str, TokenPolicy); 3] =
        [("any", TokenPolicy::Any), ("fine-grained", TokenPolicy::FineGrained), ("approval", TokenPolicy::Approval)];
}

/// A member of an organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The user.
    pub user: Name,
    /// What the user may do.
    pub role: Role,
}

/// What an organization pays for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Plan {
    /// Nothing.
    #[default]
    Free,
    /// Has gating groups.
    Team,
    /// Has gating groups.
    Enterprise,
}

/// What a member of an organization may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Reads the organization's private repos.
    Read,
    /// Writes the repos that they created.
    Contributor,
    /// Writes every repo and manages access requests.
    Write,
    /// Everything.
    Admin,
}

impl Role {
    /// Every role, the mightiest first.
    pub const ALL: [Role; 4] = [Role::Admin, Role::Write, Role::Contributor, Role::Read];

    /// The word in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Read => "read",
            Role::Contributor => "contributor",
            Role::Write => "write",
            Role::Admin => "admin",
        }
    }
}

impl Hub {
    /// Adds a user. A name that is taken or that the Hub does not take is an error.
    pub fn add_user(&mut self, name: &str) -> Result<Name, HubError> {
        let name = self.free_name(name)?;
        let id = self.next_id();
        self.users.insert(name.clone(), User { id, fullname: None, email: None, location: None });
        Ok(name)
    }

    /// Adds an organization without members.
    pub fn add_organization(&mut self, name: &str) -> Result<Name, HubError> {
        let name = self.free_name(name)?;
        let organization = Organization {
            id: self.next_id(),
            fullname: None,
            plan: Plan::Free,
            private_by_default: false,
            token_policy: TokenPolicy::Any,
            blocked: None,
            members: Vec::new(),
            resource_groups: Vec::new(),
        };
        self.organizations.insert(name.clone(), organization);
        Ok(name)
    }

    fn free_name(&self, name: &str) -> Result<Name, HubError> {
        if !Name::is_valid(name) {
            return Err(HubError::InvalidName(name.to_owned()));
        }
        let name = Name::from(name);
        if self.users.contains_key(&name) || self.organizations.contains_key(&name) {
            return Err(HubError::NameTaken(name));
        }
        Ok(name)
    }

    /// The user with an id.
    pub fn user_by_id(&self, id: ObjectId) -> Option<&Name> {
        self.users.iter().find(|(_, user)| user.id == id).map(|(name, _)| name)
    }

    /// What there is to say of a user. A name that nobody has is its own full name.
    pub fn profile<'a>(&'a self, name: &'a Name) -> Profile<'a> {
        self.profile_near(name, usize::MAX).0
    }

    /// As [`Hub::profile`], and where the user is among all; first looked for at `guess`, which costs less.
    pub fn profile_near<'a>(&'a self, name: &'a Name, guess: usize) -> (Profile<'a>, Option<usize>) {
        let guessed = self.users.get_index(guess).filter(|(there, _)| *there == name).map(|(_, user)| (guess, user));
        let found = guessed.or_else(|| self.users.get_full(name).map(|(at, _, user)| (at, user)));
        let user = found.map(|(_, user)| user);
        let profile = Profile {
            name,
            id: user.map(|user| user.id),
            fullname: user.and_then(|user| user.fullname.as_deref()).unwrap_or(name.as_str()),
            given_email: user.and_then(|user| user.email.as_deref()),
        };
        (profile, found.map(|(at, _)| at))
    }

    /// A user's full name: as given, else the name.
    pub fn fullname<'a>(&'a self, name: &'a Name) -> &'a str {
        self.profile(name).fullname
    }

    /// A user's primary e-mail address.
    pub fn email(&self, name: &Name) -> String {
        self.profile(name).email().into_owned()
    }

    /// The organizations that a user is a member of, by name.
    pub fn memberships<'a>(&'a self, user: &'a Name) -> impl Iterator<Item = (&'a Name, &'a Organization, Role)> {
        self.organizations
            .iter()
            .filter_map(move |(name, organization)| Some((name, organization, organization.role(user)?)))
    }

    /// The organization of a name, such as the owner of a repo; `None` where it is a user's.
    pub fn organization(&self, name: &str) -> Option<(&Name, &Organization)> {
        self.organizations.get_key_value(&Name::from(name))
    }

    /// The role of a user in the organization that owns a repo; `None` where a user owns it.
    pub fn role_at(&self, owner: &str, user: &Name) -> Option<Role> {
        self.organization(owner)?.1.role(user)
    }

    /// What the entity of a scope is, in the API's word, and its id.
    pub fn entity(&self, entity: &Name) -> (&'static str, Option<ObjectId>) {
        if let Some(user) = self.users.get(entity) {
            return ("user", Some(user.id));
        }
        if let Some(organization) = self.organizations.get(entity) {
            return ("org", Some(organization.id));
        }
        let repo = self.repos.iter().find(|(id, _)| *entity == id.id || *entity == *id.path());
        repo.map_or(("repo", None), |(id, repo)| (id.noun(), Some(repo.id)))
    }

    /// The user of this name, as it is written there.
    pub fn user_named(&self, name: &str) -> Result<Name, HubError> {
        self.users.get_key_value(&Name::from(name)).map(|(name, _)| name.clone()).ok_or(HubError::UserNotFound)
    }

    /// Logs a user in with a session of this id, which is the value of the cookie and nobody else's.
    pub fn log_in(&mut self, user: &str, session: String) -> Result<(), HubError> {
        let name = self.user_named(user)?;
        self.sessions.insert(session, name);
        Ok(())
    }

    /// How many repos of each type an account owns that a caller sees.
    pub fn repo_counts(&self, owner: &Name, caller: &Caller) -> BTreeMap<crate::card::RepoType, usize> {
        let mut counts = BTreeMap::new();
        for (id, repo) in &self.repos {
            if *owner == *id.owner() && self.sees(caller, id, repo) {
                *counts.entry(id.kind).or_default() += 1;
            }
        }
        counts
    }
}
