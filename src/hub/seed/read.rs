//! `hub.yaml` as a state.

use base64::Engine;

use super::value::{Map, what};
use super::{Folder, Seed, SeedError};
use crate::card::RepoType;
use crate::gate::FieldKind;
use crate::hub::state::accounts::{Member, Scope};
use crate::hub::state::files::NewFile;
use crate::hub::state::groups::Item;
use crate::hub::state::mail::{Digest, Frequency, Notifications};
use crate::hub::state::time::DAY;
use crate::hub::state::{
    AccessRequest, Collection, Gated, Hub, HubError, Name, Outcome, Plan, RepoId, Role, Status, Time, Token, TokenRole,
};
use crate::source::{SourceFile, Span};
use crate::yaml::{self, Node, Value};

const KINDS: [(&str, RepoType); 3] =
    [("dataset", RepoType::Dataset), ("model", RepoType::Model), ("space", RepoType::Space)];
const FREQUENCIES: [(&str, Frequency); 2] = [("bulk", Frequency::Bulk), ("real-time", Frequency::RealTime)];

/// Reads a seed. The first thing that is wrong ends it.
pub(super) fn seed(source: &SourceFile, folder: &Folder) -> Result<Seed, SeedError> {
    let parsed = yaml::parse(&source.text, Span::new(0, source.text.len()));
    if let Some(problem) = parsed.problems.into_iter().next() {
        let error = SeedError::at(source, problem.at, problem.message);
        return Err(match problem.help {
            Some(help) => error.help(help),
            None => error,
        });
    }
    let empty = Node::empty_mapping(0);
    let root = parsed.root.as_ref().unwrap_or(&empty);
    let map = Map::new(source, root, "a seed", &["now", "users", "organizations", "repos", "collections"])?;
    let now: Option<Time> = map.parsed("now", "2026-01-31T12:00:00Z")?;
    let mut seed = Seed { hub: Hub::default(), now, warnings: Vec::new() };
    let mut reading = Reading { now: seed.clock().now(), hub: &mut seed.hub, folder, warnings: &mut seed.warnings };
    for user in map.maps("users", "a user", &["name", "fullname", "email", "location", "tokens"])? {
        reading.user(&user)?;
    }
    let keys = ["name", "fullname", "plan", "default_visibility", "members"];
    for organization in map.maps("organizations", "an organization", &keys)? {
        reading.organization(&organization)?;
    }
    let keys = ["id", "type", "private", "gated", "org_members_gated", "notifications", "files", "access_requests"];
    for repo in map.maps("repos", "a repo", &keys)? {
        reading.repo(&repo)?;
    }
    let keys = ["title", "namespace", "description", "private", "items", "gating"];
    for collection in map.maps("collections", "a collection", &keys)? {
        reading.collection(&collection)?;
    }
    Ok(seed)
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
        let name = self.hub.add_user(name).map_err(|error| map.error(at, error.message))?;
        let (fullname, email) = (map.text("fullname")?, map.text("email")?);
        let location = map.parsed("location", "PT")?;
        if let Some(user) = self.hub.users.get_mut(&name) {
            user.fullname = fullname.map(Into::into);
            user.email = email.map(Into::into);
            user.location = location;
        }
        for token in map.maps("tokens", "a token", &["token", "role", "scopes", "can_read_gated_repos"])? {
            self.token(&name, &token)?;
        }
        Ok(())
    }

    fn token(&mut self, user: &Name, map: &Map<'_>) -> Result<(), SeedError> {
        let (secret, at) = map.needed("token")?;
        let roles = [("read", 0), ("write", 1), ("fineGrained", 2)];
        let role = match map.choice("role", &roles)? {
            Some(0) => TokenRole::Read,
            Some(1) | None => TokenRole::Write,
            Some(_) => {
                TokenRole::FineGrained { scopes: scopes(map)?, can_read_gated_repos: map.flag("can_read_gated_repos")? }
            }
        };
        if secret.is_empty() || secret.starts_with(crate::hub::state::accounts::MASK) {
            return Err(map.error(at, "a token is a text of its own, such as `hf_ana`"));
        }
        let token = Token { user: user.clone(), role, created_at: self.now };
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
        let roles =
            [("admin", Role::Admin), ("write", Role::Write), ("contributor", Role::Contributor), ("read", Role::Read)];
        let mut members: Vec<Member> = Vec::new();
        for member in map.maps("members", "a member", &["user", "role"])? {
            let user = self.known_user(&member, "user")?;
            if members.iter().any(|other| other.user == user) {
                return Err(member.error(member.span(), format!("{user} is already a member of {name}")));
            }
            members.push(Member { user, role: member.choice("role", &roles)?.unwrap_or(Role::Read) });
        }
        let fullname = map.text("fullname")?;
        let name = self.hub.add_organization(name).map_err(|error| map.error(at, error.message))?;
        if let Some(organization) = self.hub.organizations.get_mut(&name) {
            organization.fullname = fullname.map(Into::into);
            organization.plan = plan;
            organization.private_by_default = private_by_default;
            organization.members = members;
        }
        Ok(())
    }

    fn known_user(&self, map: &Map<'_>, key: &str) -> Result<Name, SeedError> {
        let (name, at) = map.needed(key)?;
        self.hub.users.get_key_value(&Name::from(name)).map(|(name, _)| name.clone()).ok_or_else(|| {
            map.error(at, format!("there is no user `{name}`")).help("add the user to `users`, or correct the name")
        })
    }

    fn repo(&mut self, map: &Map<'_>) -> Result<(), SeedError> {
        let (text, at) = map.needed("id")?;
        let kind = map.choice("type", &KINDS)?.unwrap_or_default();
        let id = RepoId::new(kind, text);
        let owner = Name::from(id.owner());
        if !Name::is_valid(id.name()) || text.matches('/').count() > 1 {
            return Err(map.error(at, format!("`{text}` is not the id of a repo")).help("write it like `ana/voices`"));
        }
        if text.contains('/') && !self.hub.users.contains_key(&owner) && !self.hub.organizations.contains_key(&owner) {
            return Err(map
                .error(at, format!("there is no user or organization `{owner}`"))
                .help("add it to `users` or `organizations`, or correct the id"));
        }
        let mode = gated(map, "gated")?;
        let private = match map.get("private") {
            Some(_) => map.flag("private")?,
            None => self.hub.organizations.get(&owner).is_some_and(|organization| organization.private_by_default),
        };
        let org_members_gated = map.flag("org_members_gated")?;
        let notifications = notifications(map)?;
        let files = self.files(map)?;
        let now = self.now;
        let creator = self.hub.users.contains_key(&owner).then_some(owner);
        let refused = |error: HubError| map.error(at, error.message);
        let repo = self.hub.add_repo(id.clone(), creator, now).map_err(refused)?;
        repo.private = private;
        repo.org_members_gated = org_members_gated;
        repo.gate.mode = mode;
        repo.gate.notifications = notifications;
        let files_at = map.get("files").map_or(at, |node| node.span);
        self.hub.fill(&id, files, now).map_err(|error| map.error(files_at, error.message))?;
        self.warn_of_unknown_fields(&id);
        let keys =
            ["user", "status", "fields", "timestamp", "reviewed_at", "rejection_reason", "reset_reason", "granted_by"];
        for request in map.maps("access_requests", "an access request", &keys)? {
            self.request(&id, &request)?;
        }
        self.expect_digest(&id);
        Ok(())
    }

    fn files(&self, map: &Map<'_>) -> Result<Vec<NewFile>, SeedError> {
        let Some(node) = map.get("files") else { return Ok(Vec::new()) };
        if let Some(folder) = node.as_str() {
            let files = self.folder.files(folder).map_err(|error| {
                map.error(node.span, format!("the folder `{folder}` cannot be read: {error}"))
                    .help("the path starts at the folder of the seed")
            })?;
            return Ok(files.into_iter().map(|(path, bytes)| NewFile { path, bytes, lfs: None }).collect());
        }
        if !matches!(node.value, Value::Mapping(_)) {
            let message =
                format!("`files` is a folder, or a map of paths and texts, but this is {}", what(&node.value));
            return Err(map.error(node.span, message));
        }
        node.entries().iter().map(|entry| file(map, &entry.key.key_text(), &entry.value)).collect()
    }

    fn warn_of_unknown_fields(&mut self, id: &RepoId) {
        let Some(repo) = self.hub.repos.get(id) else { return };
        for field in Hub::gate_form(id, repo).fields {
            if let FieldKind::Unknown(kind) = field.kind {
                self.warnings.push(format!(
                    "{} {id}: the gate form's field \"{}\" has the unknown type `{}` and is shown as text",
                    id.noun(),
                    field.label.text,
                    kind.text
                ));
            }
        }
    }

    fn request(&mut self, id: &RepoId, map: &Map<'_>) -> Result<(), SeedError> {
        let user = self.known_user(map, "user")?;
        let words = Status::ALL.map(|status| (status.as_str(), status));
        let granted_by = map.get("granted_by").map(|_| self.known_user(map, "granted_by")).transpose()?;
        let status = map.choice("status", &words)?;
        let status = status.unwrap_or(if granted_by.is_some() { Status::Accepted } else { Status::Pending });
        let timestamp = map.parsed("timestamp", "2026-01-30T09:00:00Z")?.unwrap_or(self.now);
        let reviewed_at: Option<Time> = map.parsed("reviewed_at", "2026-01-30T09:00:00Z")?;
        let reviewed_at = match status {
            Status::Pending => None,
            Status::Accepted | Status::Rejected | Status::Reset => reviewed_at.or(Some(timestamp)),
        };
        let reason = match status {
            Status::Rejected => map.text("rejection_reason")?,
            Status::Reset => map.text("reset_reason")?,
            Status::Pending | Status::Accepted => None,
        };
        let fields: Vec<(String, String)> = match map.get("fields") {
            None => Vec::new(),
            Some(node) if matches!(node.value, Value::Mapping(_)) => {
                node.entries().iter().map(|entry| (entry.key.key_text(), entry.value.key_text())).collect()
            }
            Some(node) => return Err(map.error(node.span, "`fields` is a map of labels and answers")),
        };
        let request = AccessRequest {
            id: self.hub.next_id(),
            status,
            timestamp,
            unasked: granted_by.is_some(),
            outcome: reviewed_at.map(|at| {
                let granted_by = granted_by.filter(|_| status == Status::Accepted);
                Box::new(Outcome { at, granted_by, reason: reason.map(Into::into) })
            }),
            fields: (!fields.is_empty()).then(|| Box::new(fields)),
        };
        let Some(repo) = self.hub.repos.get_mut(id) else { return Ok(()) };
        if repo.gate.requests.get(&user).is_some() {
            return Err(map.error(map.span(), format!("{user} already has a request for {id}")));
        }
        repo.gate.requests.insert(user, request);
        Ok(())
    }

    /// Nobody was told yet of who waits for a review, nor of who asked within the last day.
    fn expect_digest(&mut self, id: &RepoId) {
        let now = self.now;
        let Some(repo) = self.hub.repos.get_mut(id) else { return };
        let gate = &mut repo.gate;
        if gate.mode != Gated::Manual || gate.notifications.mode != Frequency::Bulk {
            return;
        }
        let users: Vec<Name> = gate
            .requests
            .iter()
            .filter(|(_, request)| !request.unasked)
            .filter(|(_, request)| request.status == Status::Pending || request.timestamp > now.plus(-DAY))
            .map(|(user, _)| user.clone())
            .collect();
        if !users.is_empty() {
            gate.digest = Some(Digest { repo: id.clone(), due: now.plus(DAY), users });
        }
    }

    fn collection(&mut self, map: &Map<'_>) -> Result<(), SeedError> {
        let (title, _) = map.needed("title")?;
        let (namespace, at) = map.needed("namespace")?;
        let namespace = Name::from(namespace);
        if !self.hub.users.contains_key(&namespace) && !self.hub.organizations.contains_key(&namespace) {
            return Err(map.error(at, format!("there is no user or organization `{namespace}`")));
        }
        let kinds = ["dataset", "model", "space", "paper", "collection"].map(|kind| (kind, kind));
        let mut items = Vec::new();
        for item in map.maps("items", "an item", &["type", "id", "note"])? {
            let (thing, at) = item.needed("id")?;
            let kind = item.choice("type", &kinds)?.unwrap_or("dataset");
            let note = item.text("note")?.map(str::to_owned);
            let item_id = self.hub.next_id();
            let entry = Item { id: item_id, kind: kind.to_owned(), item: thing.to_owned(), note };
            if entry.gateable().is_some_and(|repo| !self.hub.repos.contains_key(&repo)) {
                return Err(item.error(at, format!("there is no {kind} `{thing}`")).help("add it to `repos`"));
            }
            items.push(entry);
        }
        let gating = match map.get("gating") {
            None | Some(Node { value: Value::Bool(false), .. }) => None,
            Some(_) => map.map("gating", "the gating of a collection", &["mode", "notifications"])?,
        };
        let mut collection = Collection {
            title: title.to_owned(),
            namespace,
            description: map.text("description")?.map(str::to_owned),
            private: map.flag("private")?,
            theme: None,
            items,
            last_updated: self.now,
            gate: crate::hub::state::gating::Gate::default(),
        };
        let id = self.hub.next_id();
        if let Some(gating) = gating {
            collection.gate.mode = gated(&gating, "mode")?;
            collection.gate.notifications = notifications(&gating)?;
            if collection.gate.mode != Gated::No {
                let broken = self.hub.check_group(id, &collection);
                broken.map_err(|error| gating.error(gating.span(), error.message))?;
            }
        }
        self.hub.collections.insert(id, collection);
        Ok(())
    }
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
        let scope = map.item(node, "a scope", &["entity", "permissions"])?;
        let (entity, _) = scope.needed("entity")?;
        let permissions: Vec<String> =
            scope.list("permissions")?.iter().filter_map(|node| node.as_str().map(str::to_owned)).collect();
        let permissions = if permissions.is_empty() { read() } else { permissions };
        scopes.push(Scope { entity: entity.into(), permissions });
    }
    Ok(scopes)
}

fn gated(map: &Map<'_>, key: &str) -> Result<Gated, SeedError> {
    let modes = [("false", Gated::No), ("auto", Gated::Auto), ("manual", Gated::Manual)];
    Ok(map.choice(key, &modes)?.unwrap_or_default())
}

fn notifications(map: &Map<'_>) -> Result<Notifications, SeedError> {
    let Some(map) = map.map("notifications", "notifications", &["mode", "email"])? else {
        return Ok(Notifications::default());
    };
    let mode = map.choice("mode", &FREQUENCIES)?.unwrap_or_default();
    Ok(Notifications { mode, email: map.text("email")?.map(str::to_owned) })
}

/// A text, or `{ text | base64, lfs }`.
fn file(map: &Map<'_>, path: &str, node: &Node) -> Result<NewFile, SeedError> {
    let path = path.to_owned();
    if let Some(text) = node.as_str() {
        return Ok(NewFile { path, bytes: text.as_bytes().to_vec(), lfs: None });
    }
    let spec = map.item(node, "a file", &["text", "base64", "lfs"])?;
    let bytes = match (spec.text("text")?, spec.text("base64")?) {
        (Some(text), None) => text.as_bytes().to_vec(),
        (None, Some(text)) => {
            let compact: String = text.split_whitespace().collect();
            base64::engine::general_purpose::STANDARD
                .decode(compact)
                .map_err(|error| spec.error(node.span, format!("`{path}` is not base64: {error}")))?
        }
        _ => return Err(spec.error(node.span, format!("the file `{path}` needs either `text` or `base64`"))),
    };
    let lfs = spec.get("lfs").map(|_| spec.flag("lfs")).transpose()?;
    Ok(NewFile { path, bytes, lfs })
}
