//! `hub.yaml` as a state.

mod collections;
mod repos;

use std::collections::BTreeMap;

use super::shape;
use super::value::Map;
use super::{Folder, Seed, SeedError};
use crate::hub::state::Location;
use crate::hub::state::accounts::{BlockedLocations, Member, ResourceGroup, TokenPolicy};
use crate::hub::state::mail::{Frequency, Notifications};
use crate::hub::state::publishers::TrustedPublisher;
use crate::hub::state::token::{Scope, TOKEN_HASH};
use crate::hub::state::{Gated, Hub, Name, Plan, Role, Time, Token, TokenRole};
use crate::lint::explain;
use crate::rule::nearest::nearest;
use crate::source::{SourceFile, Span};
use crate::vocabulary::{CountryCode, country, country_called};
use crate::yaml::{self, Node, Problem, Value};

/// Reads a seed. The first thing that is wrong ends it.
pub(super) fn seed(source: &SourceFile, folder: &Folder) -> Result<Seed, SeedError> {
    let parsed = yaml::parse(&source.text, Span::new(0, source.text.len()));
    // What only Python rejects keeps no seed from being read.
    if let Some(problem) = parsed.problems.into_iter().find(|problem| problem.is_syntax() || problem.hub.is_some()) {
        return Err(not_yaml(source, problem));
    }
    let empty = Node::empty_mapping(0);
    let root = parsed.root.as_ref().unwrap_or(&empty);
    let map = Map::new(source, root, &shape::SEED)?;
    let now: Option<Time> = map.parsed("now", "2026-01-31T12:00:00Z")?;
    let mut seed = Seed { now, ..Seed::empty() };
    seed.hub.redirect_downloads =
        map.choice("downloads", &[("direct", false), ("redirect", true)])?.unwrap_or_default();
    seed.hub.cdn_downloads = map.choice("large_downloads", &[("direct", false), ("cdn", true)])?.unwrap_or_default();
    let mut reading = Reading { now: seed.clock().now(), hub: &mut seed.hub, folder, warnings: &mut seed.warnings };
    for user in map.maps("users", &shape::USER)? {
        reading.user(&user)?;
    }
    for organization in map.maps("organizations", &shape::ORGANIZATION)? {
        reading.organization(&organization)?;
    }
    for repo in map.maps("repos", &shape::REPO)? {
        reading.repo(&repo)?;
    }
    for collection in map.maps("collections", &shape::COLLECTION)? {
        reading.collection(&collection)?;
    }
    Ok(seed)
}

/// A problem of the YAML in a seed: what it would mean to the Hub, or to a client, is nothing here.
fn not_yaml(source: &SourceFile, problem: Problem) -> SeedError {
    let at = problem.at;
    let (_, words) = explain(&problem.into());
    let error = SeedError::at(source, at, words.message);
    match words.help {
        Some(help) => error.help(help),
        None => error,
    }
}

struct Reading<'a> {
    hub: &'a mut Hub,
    now: Time,
    folder: &'a Folder,
    warnings: &'a mut Vec<String>,
}

impl Reading<'_> {
    fn user(&mut self, map: &Map<'_>) -> Result<(), SeedError> {
        let (name, at) = map.needed("name")?;
        let name = self.hub.add_user(name).map_err(|error| map.error(at, error.to_string()))?;
        let (fullname, email) = (map.text("fullname")?, map.text("email")?);
        let location = location(map)?;
        let publishers = publishers(map)?;
        if let Some(user) = self.hub.users.get_mut(&name) {
            user.fullname = fullname.map(Into::into);
            user.email = email.map(Into::into);
            user.location = location;
        }
        if !publishers.is_empty() {
            self.hub.trusted_publishers.insert(name.clone(), publishers);
        }
        for token in map.maps("tokens", &shape::TOKEN)? {
            self.token(&name, &token)?;
        }
        Ok(())
    }

    fn token(&mut self, user: &Name, map: &Map<'_>) -> Result<(), SeedError> {
        let (secret, at) = map.needed("token")?;
        let roles = [("read", 0), ("write", 1), ("fineGrained", 2)];
        let role = match map.choice("role", &roles)?.unwrap_or(1) {
            2 => {
                TokenRole::FineGrained { scopes: scopes(map)?, can_read_gated_repos: map.flag("can_read_gated_repos")? }
            }
            other => {
                for key in ["scopes", "can_read_gated_repos"] {
                    if let Some(entry) = map.entry(key) {
                        let message = format!("`{key}` is for tokens with the role `fineGrained`");
                        return Err(map.error(entry.key.span, message).help("remove it, or change the role"));
                    }
                }
                if other == 0 { TokenRole::Read } else { TokenRole::Write }
            }
        };
        let odd = |c: char| !c.is_ascii_graphic();
        if secret.is_empty() || secret.contains(odd) || secret.starts_with(TOKEN_HASH) {
            return Err(
                map.error(at, "expected a token of ASCII letters, digits and symbols without spaces, such as `hf_ana`")
            );
        }
        let name = map.text("name")?.map(Into::into);
        let token = Token { name, ..Token::new(user.clone(), role, self.now) };
        match self.hub.tokens.insert(secret.to_owned(), token) {
            Some(other) => Err(map.error(at, format!("this token is already one of {}", other.user))),
            None => Ok(()),
        }
    }

    fn organization(&mut self, map: &Map<'_>) -> Result<(), SeedError> {
        let (name, at) = map.needed("name")?;
        let plans = [("free", Plan::Free), ("team", Plan::Team), ("enterprise", Plan::Enterprise)];
        let plan = map.choice("plan", &plans)?.unwrap_or_default();
        let private_by_default =
            map.choice("default_visibility", &[("public", false), ("private", true)])?.unwrap_or_default();
        let token_policy = map.choice("token_policy", &TokenPolicy::WORDS)?.unwrap_or_default();
        let blocked = blocked(map)?;
        let members = self.members(map, name)?;
        let resource_groups = self.resource_groups(map, &members)?;
        let fullname = map.text("fullname")?;
        let name = self.hub.add_organization(name).map_err(|error| map.error(at, error.to_string()))?;
        if let Some(organization) = self.hub.organizations.get_mut(&name) {
            organization.fullname = fullname.map(Into::into);
            organization.plan = plan;
            organization.private_by_default = private_by_default;
            organization.token_policy = token_policy;
            organization.blocked = blocked;
            organization.members = members;
            organization.resource_groups = resource_groups;
        }
        self.tokens_of(map, "approved_tokens", |token| token.approved.push(name.clone()))?;
        self.tokens_of(map, "revoked_tokens", |token| token.revoked.push(name.clone()))
    }

    fn members(&self, map: &Map<'_>, of: &str) -> Result<Vec<Member>, SeedError> {
        let roles = Role::ALL.map(|role| (role.as_str(), role));
        let mut members: Vec<Member> = Vec::new();
        for member in map.maps("members", &shape::MEMBER)? {
            let user = self.known_user(&member, "user")?;
            if members.iter().any(|other| other.user == user) {
                return Err(member.error(member.span(), format!("{user} is already a member of {of}")));
            }
            members.push(Member { user, role: member.choice("role", &roles)?.unwrap_or(Role::Read) });
        }
        Ok(members)
    }

    fn resource_groups(&mut self, map: &Map<'_>, all: &[Member]) -> Result<Vec<ResourceGroup>, SeedError> {
        let mut groups: Vec<ResourceGroup> = Vec::new();
        for group in map.maps("resource_groups", &shape::RESOURCE_GROUP)? {
            let (name, at) = group.needed("name")?;
            if groups.iter().any(|other| *other.name == *name) {
                return Err(group
                    .error(at, format!("duplicate resource group `{name}`"))
                    .help("remove one of the two"));
            }
            let members = self.members(&group, name)?;
            let stranger = members.iter().find(|member| all.iter().all(|other| other.user != member.user));
            if let Some(Member { user, .. }) = stranger {
                let error =
                    group.error(group.span_of("members"), format!("{user} is not a member of the organization"));
                return Err(error.help("add the user to the organization's `members`"));
            }
            groups.push(ResourceGroup { id: self.hub.next_id(), name: name.into(), members });
        }
        Ok(groups)
    }

    /// Tokens of users, by their secrets.
    fn tokens_of(&mut self, map: &Map<'_>, key: &str, change: impl Fn(&mut Token)) -> Result<(), SeedError> {
        for secret in map.texts(key)? {
            match self.hub.tokens.get_mut(&secret) {
                Some(token) => change(token),
                None => {
                    let error = map.error(map.span_of(key), format!("unknown token `{secret}` in `{key}`"));
                    return Err(error.help("add it to a user's `tokens`, or correct it"));
                }
            }
        }
        Ok(())
    }

    fn known_user(&self, map: &Map<'_>, key: &str) -> Result<Name, SeedError> {
        let (name, at) = map.needed(key)?;
        self.hub.users.get_key_value(&Name::from(name)).map(|(name, _)| name.clone()).ok_or_else(|| {
            let near = nearest(name, self.hub.users.keys().map(Name::as_str));
            map.error(at, format!("unknown user `{name}`")).help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "add the user to `users`, or correct the name".to_owned(),
            })
        })
    }
}

/// Where a user is: a country, or a part of one.
fn location(map: &Map<'_>) -> Result<Option<Location>, SeedError> {
    let at = map.span_of("location");
    map.text("location")?.map(|text| place(map, text, at)).transpose()
}

/// A country by its code, in any case, or a part of it: `PT`, `UA-43`.
fn place(map: &Map<'_>, text: &str, at: Span) -> Result<Location, SeedError> {
    let code = text.split_once('-').map_or(text, |(country, _)| country).to_ascii_uppercase();
    let known = country(&code);
    if let CountryCode::Assigned(_) = known {
        return text.parse().map_err(|error: String| map.error(at, error));
    }
    let meant = match known {
        CountryCode::Reserved { instead, .. } => instead,
        _ => country_called(text),
    };
    let message = format!("`{text}` is not the two-letter code of a country (ISO 3166-1 alpha-2)");
    Err(map.error(at, message).help(match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "write it like `PT`".to_owned(),
    }))
}

/// Locations that an organization blocks.
fn blocked(map: &Map<'_>) -> Result<Option<BlockedLocations>, SeedError> {
    let Some(map) = map.map("blocked", &shape::BLOCKED)? else { return Ok(None) };
    let places = |key: &str| -> Result<Vec<Location>, SeedError> {
        let at = map.span_of(key);
        map.texts(key)?.iter().map(|text| place(&map, text, at)).collect()
    };
    let countries = places("countries")?.into_iter().map(|place| place.country).collect();
    let all_repos = map.choice("enforcement", &[("gated", false), ("all", true)])?.unwrap_or_default();
    Ok(Some(BlockedLocations { countries, regions: places("regions")?, all_repos }))
}

/// Scopes: `{ entity, permissions }`, or just the entity for reading.
fn scopes(map: &Map<'_>) -> Result<Vec<Scope>, SeedError> {
    let read = || vec!["repo.content.read".to_owned()];
    let mut scopes = Vec::new();
    for node in map.list("scopes")? {
        if let Some(entity) = node.as_str() {
            scopes.push(Scope { entity: entity.into(), permissions: read() });
            continue;
        }
        let scope = map.item(node, &shape::SCOPE)?;
        let (entity, _) = scope.needed("entity")?;
        let permissions = scope.texts("permissions")?;
        let permissions = if permissions.is_empty() { read() } else { permissions };
        scopes.push(Scope { entity: entity.into(), permissions });
    }
    Ok(scopes)
}

/// CI jobs that are trusted: `{ provider, claims }`, or `{ issuer, claims }` for a provider without a preset.
fn publishers(map: &Map<'_>) -> Result<Vec<TrustedPublisher>, SeedError> {
    let mut publishers = Vec::new();
    for map in map.maps("trusted_publishers", &shape::PUBLISHER)? {
        let preset = map.choice("provider", &TrustedPublisher::PROVIDERS)?;
        let issuer = map.text("issuer")?.or(preset).ok_or_else(|| map.missing("provider"))?;
        let mut claims = BTreeMap::new();
        if let Some(node) = map.get("claims") {
            if !matches!(node.value, Value::Mapping(_)) {
                return Err(map.error(node.span, "expected a mapping from claims to their values in `claims`"));
            }
            for entry in node.entries() {
                let Some(value) = entry.value.as_str() else {
                    return Err(map
                        .error(entry.value.span, "expected a string as the value of a claim")
                        .help("put it in quotes"));
                };
                claims.insert(entry.key.key_text(), value.to_owned());
            }
        }
        publishers.push(TrustedPublisher { issuer: issuer.to_owned(), claims });
    }
    Ok(publishers)
}

fn gated(map: &Map<'_>, key: &str) -> Result<Gated, SeedError> {
    let modes = Gated::ALL.map(|mode| (mode.as_str(), mode));
    let mode = map.choice(key, &modes).map_err(|error| match map.get(key).map(|node| &node.value) {
        Some(Value::Bool(true)) => error.help("`manual` lets in whom a reviewer accepts, `auto` everybody who asks"),
        _ => error,
    })?;
    Ok(mode.unwrap_or_default())
}

fn notifications(map: &Map<'_>) -> Result<Notifications, SeedError> {
    let Some(map) = map.map("notifications", &shape::NOTIFICATIONS)? else {
        return Ok(Notifications::default());
    };
    let mode = map.choice("mode", &Frequency::WORDS)?.unwrap_or_default();
    Ok(Notifications { mode, email: map.text("email")?.map(str::to_owned) })
}
