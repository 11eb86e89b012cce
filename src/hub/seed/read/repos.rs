//! Repos, their files, and who asked for access to them.

use base64::Engine;

use super::super::SeedError;
use super::super::shape;
use super::super::value::{Map, what};
use super::{Reading, gated, notifications, publishers};
use crate::card::RepoType;
use crate::gate::{FieldKind, GateForm};
use crate::hub::state::files::NewFile;
use crate::hub::state::mail::{Digest, Frequency};
use crate::hub::state::repos::Requesters;
use crate::hub::state::time::DAY;
use crate::hub::state::{AccessRequest, Gated, Hub, HubError, Name, ObjectId, RepoId, ReviewOutcome, Status, Time};
use crate::yaml::{Node, Value};

const KINDS: [(&str, RepoType); 3] =
    [("dataset", RepoType::Dataset), ("model", RepoType::Model), ("space", RepoType::Space)];

impl Reading<'_> {
    pub(super) fn repo(&mut self, map: &Map<'_>) -> Result<(), SeedError> {
        let (text, at) = map.needed("id")?;
        let kind = map.choice("type", &KINDS)?.unwrap_or_default();
        let id = RepoId::new(kind, text);
        let owner = Name::from(id.owner());
        if !Name::is_valid(id.name()) || text.matches('/').count() > 1 {
            return Err(map.error(at, format!("`{text}` is not the id of a repo")).help("write it like `ana/voices`"));
        }
        if text.contains('/') && !self.hub.users.contains_key(&owner) && !self.hub.organizations.contains_key(&owner) {
            return Err(map
                .error(at, format!("unknown user or organization `{owner}`"))
                .help("add it to `users` or `organizations`, or correct the id"));
        }
        if self.hub.repos.contains_key(&id) {
            return Err(map.error(at, format!("duplicate {} `{text}`", id.noun())).help("remove one of the two"));
        }
        let mode = gated(map, "gated")?;
        let private = match map.get("private") {
            Some(_) => map.flag("private")?,
            None => self.hub.organizations.get(&owner).is_some_and(|organization| organization.private_by_default),
        };
        let org_members_gated = map.flag("org_members_gated")?;
        let notifications = notifications(map)?;
        let publishers = publishers(map)?;
        let requesters = map.choice("requesters", &Requesters::WORDS)?.unwrap_or_default();
        let resource_group = self.resource_group(map, &owner)?;
        let files = self.files(map, "files")?;
        let converted = self.files(map, "converted")?;
        let now = self.now;
        let creator = self.hub.users.contains_key(&owner).then_some(owner);
        let refused = |error: HubError| map.error(at, error.to_string());
        let repo = self.hub.add_repo(id.clone(), creator, now).map_err(refused)?;
        repo.private = private;
        repo.org_members_gated = org_members_gated;
        repo.trusted_publishers = publishers;
        repo.requesters = requesters;
        repo.resource_group = resource_group;
        repo.gate.mode = mode;
        repo.gate.notifications = notifications;
        let files_at = map.get("files").map_or(at, |node| node.span);
        self.hub.fill(&id, files, now).map_err(|error| map.error(files_at, error.to_string()))?;
        if !converted.is_empty() {
            let made = self.hub.first_commit(&id, now).with(converted);
            let made = made.map_err(|error| map.error(files_at, error.to_string()))?;
            if let Some(repo) = self.hub.repos.get_mut(&id) {
                repo.files.add_ref_of("refs/convert/parquet", made.files());
            }
        }
        let form = self.form(&id);
        for request in map.maps("access_requests", &shape::REQUEST)? {
            self.request(&id, &form, &request)?;
        }
        self.expect_digest(&id);
        Ok(())
    }

    /// A resource group of the organization that a repo or collection belongs to, by its name.
    pub(super) fn resource_group(&self, map: &Map<'_>, owner: &Name) -> Result<Option<ObjectId>, SeedError> {
        let Some(name) = map.text("resource_group")? else { return Ok(None) };
        let groups = self.hub.organizations.get(owner).map_or(&[][..], |organization| &organization.resource_groups);
        let found = groups.iter().find(|group| *group.name == *name).map(|group| group.id);
        found.map(Some).ok_or_else(|| {
            let message = format!("{owner} has no resource group `{name}`");
            map.error(map.span_of("resource_group"), message).help("add it to `resource_groups` of the organization")
        })
    }

    fn files(&self, map: &Map<'_>, key: &str) -> Result<Vec<NewFile>, SeedError> {
        let Some(node) = map.get(key) else { return Ok(Vec::new()) };
        if let Some(folder) = node.as_str() {
            let files = self.folder.files(folder).map_err(|error| {
                map.error(node.span, format!("the folder `{folder}` cannot be read: {error}"))
                    .help("the path starts at the folder of the seed")
            })?;
            return Ok(files.into_iter().map(|(path, bytes)| NewFile { path, bytes, lfs: None }).collect());
        }
        if !matches!(node.value, Value::Mapping(_)) {
            let message =
                format!("expected a folder, or a mapping from paths to texts, in `{key}`, found {}", what(&node.value));
            return Err(map.error(node.span, message));
        }
        node.entries().iter().map(|entry| file(map, &entry.key, &entry.value)).collect()
    }

    /// The gate form, and a warning of what is odd about the card but taken, as the Hub takes it.
    // fidelity: unknown-field-type
    fn form(&mut self, id: &RepoId) -> GateForm {
        let Some(repo) = self.hub.repos.get(id) else { return GateForm::default() };
        let Some(card) = Hub::card(id.kind, repo) else { return GateForm::default() };
        if let (true, Some((line, problem))) = (repo.gate.mode != Gated::No, &card.problem) {
            self.warnings.push(format!(
                "{} {id}: line {line} of README.md: {problem}; `cardlint check` says more, and the gate form may lack fields",
                id.noun(),
            ));
        }
        let form = card.form.clone();
        for field in &form.fields {
            if let FieldKind::Unknown(kind) = &field.kind {
                self.warnings.push(format!(
                    "{} {id}: the gate form's field \"{}\" has the unknown type `{}` and is shown as text",
                    id.noun(),
                    field.label.text,
                    kind.text
                ));
            }
        }
        form
    }

    /// Answers that the form would not take today are kept: they may be older than the form.
    fn warn_of_the_answers(&mut self, id: &RepoId, form: &GateForm, user: &Name, answers: &[(String, String)]) {
        let Err(refused) = form.accept(answers, None) else { return };
        for problem in refused.problems {
            if answers.iter().any(|(label, _)| *label == problem.label) {
                self.warnings.push(format!(
                    "{} {id}: an answer of {user} is kept, but the gate form would reject it: \"{}\" {}",
                    id.noun(),
                    problem.label,
                    problem.message
                ));
            }
        }
    }

    fn request(&mut self, id: &RepoId, form: &GateForm, map: &Map<'_>) -> Result<(), SeedError> {
        let user = self.known_user(map, "user")?;
        let words = Status::ALL.map(|status| (status.as_str(), status));
        let granted_by = map.get("granted_by").map(|_| self.known_user(map, "granted_by")).transpose()?;
        let status = map.choice("status", &words)?;
        let status = status.unwrap_or(if granted_by.is_some() { Status::Accepted } else { Status::Pending });
        let timestamp = map.parsed("timestamp", "2026-01-30T09:00:00Z")?.unwrap_or(self.now);
        fits(map, status)?;
        let reviewed_at: Option<Time> = map.parsed("reviewed_at", "2026-01-30T09:00:00Z")?;
        let reviewed_at = reviewed_at.or((status != Status::Pending).then_some(timestamp));
        let reason = map.text("rejection_reason")?.or(map.text("reset_reason")?);
        let fields = answers(map)?;
        self.warn_of_the_answers(id, form, &user, &fields);
        let request = AccessRequest {
            id: self.hub.next_id(),
            status,
            timestamp,
            unasked: granted_by.is_some(),
            outcome: reviewed_at.map(|at| {
                let granted_by = granted_by.filter(|_| status == Status::Accepted);
                Box::new(ReviewOutcome { at, granted_by, reason: reason.map(Into::into) })
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
}

/// Refuses what a request with a status does not have.
fn fits(map: &Map<'_>, status: Status) -> Result<(), SeedError> {
    for (key, of) in [("rejection_reason", Status::Rejected), ("reset_reason", Status::Reset)] {
        if let Some(entry) = map.entry(key).filter(|_| status != of) {
            let message = format!("`{key}` is for requests with the status `{}`", of.as_str());
            return Err(map.error(entry.key.span, message).help("remove it, or change the status"));
        }
    }
    match map.entry("reviewed_at").filter(|_| status == Status::Pending) {
        Some(entry) => Err(map
            .error(entry.key.span, "nobody has reviewed a request that is pending")
            .help("remove `reviewed_at`, or change the status")),
        None => Ok(()),
    }
}

/// The answers of a request: label and text.
fn answers(map: &Map<'_>) -> Result<Vec<(String, String)>, SeedError> {
    match map.get("fields") {
        None => Ok(Vec::new()),
        Some(node) if matches!(node.value, Value::Mapping(_)) => {
            Ok(node.entries().iter().map(|entry| (entry.key.key_text(), entry.value.key_text())).collect())
        }
        Some(node) => {
            let message = format!("expected a mapping from labels to answers in `fields`, found {}", what(&node.value));
            Err(map.error(node.span, message).help("write it like `fields: { Company: ACME }`"))
        }
    }
}

/// A text, or `{ text | base64, lfs }`.
fn file(map: &Map<'_>, path: &Node, node: &Node) -> Result<NewFile, SeedError> {
    let (path, at) = (path.key_text(), path.span);
    if path.split('/').any(|name| ["", ".", "..", ".git"].contains(&name)) {
        return Err(map.error(at, format!("`{path}` is not a path in a repo")).help("write it like `data/train.csv`"));
    }
    if let Some(text) = node.as_str() {
        return Ok(NewFile { path, bytes: text.as_bytes().to_vec(), lfs: None });
    }
    if !matches!(node.value, Value::Mapping(_)) {
        let message = format!(
            "expected a string, or a mapping with `text` or `base64`, for the file `{path}`, found {}",
            what(&node.value)
        );
        return Err(map.error(node.span, message).help("put the text in quotes"));
    }
    let spec = map.item(node, &shape::FILE)?;
    let bytes = match (spec.text("text")?, spec.text("base64")?) {
        (Some(text), None) => text.as_bytes().to_vec(),
        (None, Some(text)) => {
            let compact: String = text.split_whitespace().collect();
            base64::engine::general_purpose::STANDARD
                .decode(compact)
                .map_err(|error| spec.error(spec.span_of("base64"), format!("`{path}` is not base64: {error}")))?
        }
        _ => return Err(spec.error(node.span, format!("the file `{path}` needs either `text` or `base64`"))),
    };
    let lfs = spec.get("lfs").map(|_| spec.flag("lfs")).transpose()?;
    Ok(NewFile { path, bytes, lfs })
}
