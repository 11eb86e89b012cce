//! Repos: what they are called, who owns them, and who sees and writes them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::accounts::Role;
use super::caller::{Caller, Rights};
use super::cards::{Cards, ParsedCard, UnparsedCard};
use super::discussion::Discussion;
use super::files::{NewFile, Repository, Signature};
use super::gate::Gate;
use super::names::{Name, ObjectId, RepoId};
use super::publishers::TrustedPublisher;
use super::time::Time;
use super::token::TokenRole;
use super::{Hub, HubError};
use crate::card::{CARD_NAME, RepoType};

/// A repo.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repo {
    /// The id in the API.
    pub id: ObjectId,
    /// Whether only its owner sees it.
    #[serde(default)]
    pub private: bool,
    /// Its gate, with the access requests.
    #[serde(default)]
    pub gate: Gate,
    /// Whether members of the owning organization need access like everybody else.
    #[serde(default)]
    pub org_members_gated: bool,
    /// Who made it: passes the gate even where members do not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<Name>,
    /// The resource group of its organization that it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_group: Option<ObjectId>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Time,
    /// When a file last changed.
    #[serde(default)]
    pub last_modified: Time,
    /// What its reviewers learn of requesters.
    #[serde(default)]
    pub requesters: Requesters,
    /// CI jobs that may write it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trusted_publishers: Vec<TrustedPublisher>,
    /// Who likes it, and since when.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub likes: BTreeMap<Name, Time>,
    /// Whether discussions are switched off.
    #[serde(default)]
    pub discussions_disabled: bool,
    /// Discussions and pull requests, by number from 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discussions: Vec<Discussion>,
    /// Branches, commits and files.
    #[serde(default)]
    pub files: Repository,
    /// The cards among them that were parsed.
    #[serde(skip)]
    pub cards: Cards,
}

/// Files that are to be a repo's: made beside the state, for it takes as long as they are large.
#[derive(Debug)]
pub struct NewFiles {
    files: Repository,
    cards: Cards,
}

impl NewFiles {
    /// The repo that they make.
    pub fn files(&self) -> &Repository {
        &self.files
    }

    /// A first commit with these files, for a repo of this type.
    pub fn new(kind: RepoType, files: Vec<NewFile>, who: &Signature) -> Result<Self, HubError> {
        let files = Repository::with_files(kind, files, who)?;
        let (cards, head) = (Cards::default(), files.resolve("HEAD"));
        if let Some(blob) = head.and_then(|head| files.card_blob(head)) {
            let text = head.and_then(|head| files.text(head, CARD_NAME)).unwrap_or_default();
            cards.keep(blob, Arc::new(ParsedCard::parse(kind, &text)));
        }
        Ok(Self { files, cards })
    }
}

/// What the first commit of a repo is made from.
#[derive(Clone, Debug)]
pub struct FirstCommit {
    kind: RepoType,
    who: Signature,
}

impl FirstCommit {
    /// The commit with these files.
    pub fn with(&self, files: Vec<NewFile>) -> Result<NewFiles, HubError> {
        NewFiles::new(self.kind, files, &self.who)
    }
}

impl Repo {
    /// Puts new files in place of all that there are.
    pub fn put(&mut self, new: NewFiles, now: Time) {
        self.files = new.files;
        self.cards = new.cards;
        self.last_modified = now;
    }

    /// The card in a commit, of a repo of this type. What brought the commit has parsed it, in all but rare cases.
    pub fn card(&self, kind: RepoType, commit: gix_hash::ObjectId) -> Option<Arc<ParsedCard>> {
        let blob = self.files.card_blob(commit)?;
        if let Some(card) = self.cards.get(blob) {
            return Some(card);
        }
        let card = Arc::new(ParsedCard::parse(kind, &self.files.text(commit, CARD_NAME)?));
        self.cards.keep(blob, card.clone());
        Some(card)
    }

    /// The card in a commit, where it has to be parsed first.
    pub fn unparsed_card(&self, kind: RepoType, commit: gix_hash::ObjectId) -> Option<UnparsedCard> {
        let blob = self.files.card_blob(commit).filter(|blob| self.cards.get(*blob).is_none())?;
        Some(UnparsedCard::new(kind, blob, self.files.text(commit, CARD_NAME)?, self.cards.clone()))
    }
}

/// What the reviewers of a gate learn of who asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Requesters {
    /// Names and e-mail addresses.
    #[default]
    Shown,
    /// Names.
    WithoutEmail,
    /// Neither: a request is known by its id.
    Hidden,
}

impl Requesters {
    /// Every choice, with its word.
    pub const WORDS: [(&str, Requesters); 3] =
        [("shown", Self::Shown), ("without-email", Self::WithoutEmail), ("hidden", Self::Hidden)];
}

impl Hub {
    /// Adds an empty repo.
    pub fn add_repo(&mut self, id: RepoId, created_by: Option<Name>, now: Time) -> Result<&mut Repo, HubError> {
        if self.repos.contains_key(&id) {
            return Err(HubError::RepoExists(id));
        }
        let repo = Repo {
            id: self.next_id(),
            private: false,
            gate: Gate::default(),
            org_members_gated: false,
            created_by,
            resource_group: None,
            created_at: now,
            last_modified: now,
            requesters: Requesters::Shown,
            trusted_publishers: Vec::new(),
            likes: BTreeMap::new(),
            discussions_disabled: false,
            discussions: Vec::new(),
            files: Repository::default(),
            cards: Cards::default(),
        };
        self.moved.remove(&id);
        Ok(self.repos.entry(id).or_insert(repo))
    }

    /// Gives an empty repo its first commit.
    pub fn fill(&mut self, id: &RepoId, files: Vec<NewFile>, now: Time) -> Result<(), HubError> {
        let files = self.first_commit(id, now).with(files)?;
        self.repo_mut(id)?.put(files, now);
        Ok(())
    }

    /// What a repo's first commit is made from, by its owner; it needs no more of the state.
    pub fn first_commit(&self, id: &RepoId, now: Time) -> FirstCommit {
        let email = self.email(&Name::from(id.owner()));
        FirstCommit { kind: id.kind, who: Signature { name: id.owner().to_owned(), email, time: now } }
    }

    /// The repo as far as a caller may know of it: who may not see a private repo learns nothing of it.
    // fidelity: repo-unknown
    pub fn visible(&self, caller: &Caller, id: &RepoId) -> Result<(&RepoId, &Repo), HubError> {
        let found = self.repos.get_key_value(id).filter(|(id, repo)| self.sees(caller, id, repo));
        let (id, repo) = found.ok_or(HubError::RepoNotFound { anonymous: caller.user.is_none() })?;
        if repo.private {
            self.check_token(caller, id)?;
        }
        Ok((id, repo))
    }

    /// Whether a caller sees a repo: public ones everybody, private ones their owner and the members of the organization.
    pub fn sees(&self, caller: &Caller, id: &RepoId, repo: &Repo) -> bool {
        let Some(user) = caller.user.as_ref().filter(|_| repo.private) else { return !repo.private };
        let by_token = match &caller.rights {
            Rights::Token(_, TokenRole::FineGrained { scopes, .. }) => scopes.iter().any(|scope| scope.covers(id)),
            _ => true,
        };
        by_token && (*user == *id.owner() || self.role_on(id, repo, user).is_some())
    }

    /// The repo, for a caller who may write it and manage its gate. First who asks, then what they may: as recorded, the
    /// 401 and 403 come before anything about the gate.
    // fidelity: review-rights
    pub fn writable(&self, caller: &Caller, id: &RepoId) -> Result<(&RepoId, &Repo), HubError> {
        let (id, repo) = self.visible(caller, id)?;
        let user = caller.required()?;
        self.check_token(caller, id)?;
        if caller.may_write(id) && self.writes(user, id, repo) { Ok((id, repo)) } else { Err(HubError::Forbidden) }
    }

    /// The repo, whoever asks, to change it.
    pub fn repo_mut(&mut self, id: &RepoId) -> Result<&mut Repo, HubError> {
        self.repos.get_mut(id).ok_or(HubError::RepoNotFound { anonymous: false })
    }

    /// As [`Hub::writable`], to change the repo.
    pub fn writable_mut(&mut self, caller: &Caller, id: &RepoId) -> Result<&mut Repo, HubError> {
        self.writable(caller, id)?;
        self.repo_mut(id)
    }

    /// Whether a user may write a repo: its owner; admins and members with role `write` of the organization; contributors
    /// what they made.
    pub fn writes(&self, user: &Name, id: &RepoId, repo: &Repo) -> bool {
        *user == *id.owner()
            || self.role_on(id, repo, user).is_some_and(|role| match role {
                Role::Admin | Role::Write => true,
                Role::Contributor => repo.created_by.as_ref() == Some(user),
                Role::Read => false,
            })
    }

    /// The card on the main branch.
    pub fn card(kind: RepoType, repo: &Repo) -> Option<Arc<ParsedCard>> {
        repo.card(kind, repo.files.resolve("HEAD")?)
    }

    /// Parses the card of every repo that has one which was not parsed yet.
    pub fn parse_cards(&self) {
        for (id, repo) in &self.repos {
            Self::card(id.kind, repo);
        }
    }
}
