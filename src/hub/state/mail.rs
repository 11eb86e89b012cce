//! The e-mails that the Hub would have sent.

use serde::{Deserialize, Serialize};

use super::accounts::Role;
use super::names::{Name, RepoId};
use super::requests::Review;
use super::time::{DAY, Time};
use super::{Hub, HubError};
use crate::words::count;

/// How many mails the outbox keeps.
pub const OUTBOX_LIMIT: usize = 10_000;

/// An e-mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// The addresses.
    pub to: Vec<String>,
    /// The subject.
    pub subject: String,
    /// The repo it is about, `ana/voices`.
    pub repo: Name,
    /// What it says.
    pub kind: MailKind,
    /// When it was sent.
    pub at: Time,
    /// Whose requests it is about.
    pub users: Vec<Name>,
}

/// What a mail says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailKind {
    /// Somebody asks for access: to the reviewers at once.
    Request,
    /// Who asked for access since the last one: to the reviewers once a day.
    Digest,
    /// The request has to be made again: to the requester.
    Reset,
}

/// Who is told of new requests, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notifications {
    /// How often.
    #[serde(default)]
    pub mode: Frequency,
    /// Where to; absent is the owner, or the first five admins of the organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl Notifications {
    /// Changes what is given; an empty address is the default, and spaces around one are none of it.
    pub fn change(&mut self, mode: Option<Frequency>, email: Option<String>) -> Result<(), HubError> {
        let email = email.map(|text| text.trim_matches(' ').to_owned());
        if let Some(text) = email.as_ref().filter(|text| !text.is_empty() && !is_address(text)) {
            return Err(HubError::InvalidEmail(text.clone()));
        }
        self.mode = mode.unwrap_or(self.mode);
        if let Some(text) = email {
            self.email = Some(text).filter(|text| !text.is_empty());
        }
        Ok(())
    }
}

/// The longest e-mail address, in bytes (RFC 5321, 4.5.3.1.3).
const LONGEST_ADDRESS: usize = 254;

/// Whether a string may be an e-mail address.
fn is_address(text: &str) -> bool {
    let is_host =
        |host: &str| host.contains('.') && !host.contains('@') && host.split('.').all(|part| !part.is_empty());
    text.len() <= LONGEST_ADDRESS
        && text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && is_host(host))
        && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// How often reviewers are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Frequency {
    /// Once a day, when somebody asked.
    #[default]
    Bulk,
    /// At once.
    RealTime,
}

impl Frequency {
    /// Every frequency with its word in the API.
    pub const WORDS: [(&'static str, Frequency); 2] = [("bulk", Frequency::Bulk), ("real-time", Frequency::RealTime)];

    /// The frequency with this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(known, _)| *known == word).map(|(_, frequency)| frequency)
    }
}

/// What the next daily mail of a gate will say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Digest {
    /// The repo that was asked for first.
    pub repo: RepoId,
    /// A day after that.
    pub due: Time,
    /// Who asked.
    pub users: Vec<Name>,
}

impl Hub {
    /// Tells the reviewers of a new request, now or with the next digest.
    // fidelity: mail-real-time
    pub fn notify(&mut self, id: &RepoId, user: &Name, now: Time) {
        self.send_due_mails(now);
        let Some(gate) = self.gate_mut(id) else { return };
        match gate.notifications.mode {
            Frequency::Bulk => {
                let digest = gate.digest.get_or_insert_with(|| Digest {
                    repo: id.clone(),
                    due: now.plus(DAY),
                    users: Vec::new(),
                });
                digest.users.push(user.clone());
            }
            Frequency::RealTime => {
                let subject = format!("{user} asks for access to {id}");
                self.send(id, MailKind::Request, subject, now, vec![user.clone()]);
            }
        }
    }

    /// Sends every digest that is due.
    // fidelity: mail-digest
    pub fn send_due_mails(&mut self, now: Time) {
        let gates = self.repos.values_mut().map(|repo| &mut repo.gate);
        let gates = gates.chain(self.collections.values_mut().map(|collection| &mut collection.gate));
        let mut due: Vec<Digest> = gates.filter_map(|gate| gate.digest.take_if(|digest| digest.due <= now)).collect();
        due.sort_by_key(|digest| digest.due);
        for digest in due {
            let subject = format!("{} for {}", count(digest.users.len(), "new access request"), digest.repo);
            self.send(&digest.repo, MailKind::Digest, subject, digest.due, digest.users);
        }
    }

    /// Tells a requester that the request has to be made again.
    // fidelity: mail-reset
    pub fn mail_reset(&mut self, id: &RepoId, user: &Name, review: &Review) {
        let mail = Mail {
            to: vec![self.email(user)],
            subject: format!("Your access request for {id} was reset"),
            repo: id.id.clone(),
            kind: MailKind::Reset,
            at: review.at,
            users: vec![user.clone()],
        };
        self.post(mail);
    }

    fn send(&mut self, id: &RepoId, kind: MailKind, subject: String, at: Time, users: Vec<Name>) {
        let mail = Mail { to: self.reviewers(id), subject, repo: id.id.clone(), kind, at, users };
        self.post(mail);
    }

    fn post(&mut self, mail: Mail) {
        while self.outbox.len() >= OUTBOX_LIMIT {
            self.outbox.pop_front();
        }
        self.outbox.push_back(mail);
    }

    /// The addresses that hear of a repo's requests (hub-docs datasets-gated.md).
    fn reviewers(&self, id: &RepoId) -> Vec<String> {
        let set = self.repos.get(id).and_then(|repo| self.gate(id, repo).notifications.email.clone());
        if let Some(email) = set {
            return vec![email];
        }
        let owner = Name::from(id.owner());
        match self.organizations.get(&owner) {
            Some(organization) => {
                let admins = organization.members.iter().filter(|member| member.role == Role::Admin);
                admins.take(5).map(|member| self.email(&member.user)).collect()
            }
            None => vec![self.email(&owner)],
        }
    }
}
