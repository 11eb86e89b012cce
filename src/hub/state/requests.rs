//! Access requests and their state machine.
//!
//! At most one request a user and gate; `stored` keeps those of a gate.

mod stored;

use serde::{Deserialize, Serialize};

use super::HubError;
use super::names::{Name, ObjectId};
use super::time::Time;
pub use stored::AccessRequests;

/// The status of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Waits for a review.
    Pending,
    /// Has access.
    Accepted,
    /// Was rejected.
    Rejected,
    /// Has to be made again.
    Reset,
}

impl Status {
    /// Every status, in the order of the Hub's messages.
    pub const ALL: [Status; 4] = [Status::Accepted, Status::Rejected, Status::Pending, Status::Reset];

    /// The word in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Pending => "pending",
            Status::Accepted => "accepted",
            Status::Rejected => "rejected",
            Status::Reset => "reset",
        }
    }

    /// The status with this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// The answers of a gate form: label and value, in the order of the form. A list, where [`gate::Answers`] is a map:
/// a gate may hold a million of them.
///
/// [`gate::Answers`]: crate::gate::Answers
pub type StoredAnswers = Vec<(String, String)>;

/// One user's request for access. Kept small: a gate may hold a million of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessRequest {
    /// `requestId` in the API.
    pub id: ObjectId,
    /// Its status.
    pub status: Status,
    /// When it was made; never changes.
    pub timestamp: Time,
    /// What a review said; `None` while it waits for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Box<ReviewOutcome>>,
    /// Whether access was granted without having been asked for: the e-mail address is then not shown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unasked: bool,
    /// What was answered in the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Box<StoredAnswers>>,
}

/// How a request was reviewed. Apart from the request, for most of a long list wait for a review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewOutcome {
    /// When it was last accepted, rejected or reset.
    pub at: Time,
    /// Who accepted it; only while it is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted_by: Option<Name>,
    /// Why it was rejected or reset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Box<str>>,
}

impl AccessRequest {
    /// When it was last accepted, rejected or reset.
    pub fn reviewed_at(&self) -> Option<Time> {
        self.outcome.as_ref().map(|outcome| outcome.at)
    }

    /// Who accepted it; only while it is accepted.
    pub fn granted_by(&self) -> Option<&Name> {
        self.outcome.as_ref()?.granted_by.as_ref()
    }

    /// Why it was rejected or reset.
    pub fn reason(&self) -> Option<&str> {
        self.outcome.as_ref()?.reason.as_deref()
    }
}

/// Which part of a list is wanted.
#[derive(Clone, Debug, Default)]
pub struct ListRange {
    /// At most this many.
    pub limit: usize,
    /// Only users whose name starts with this, in any case.
    pub prefix: String,
    /// Only requests made later.
    pub after: Option<Time>,
    /// Only requests made earlier.
    pub before: Option<Time>,
    /// Only what comes after this request.
    pub from: Option<(Time, ObjectId)>,
}

/// Who decides, what, when and why.
#[derive(Clone, Debug)]
pub struct Review {
    /// The reviewer.
    pub by: Name,
    /// What the request becomes.
    pub to: Status,
    /// Why; kept where the request is rejected or reset.
    pub reason: Option<String>,
    /// When.
    pub at: Time,
}

impl AccessRequests {
    /// Whether asking would make a new request: without one, and after a reset.
    // fidelity: settings-keep-requests
    pub fn may_ask(&self, user: &Name) -> bool {
        self.get(user).is_none_or(|request| request.status == Status::Reset)
    }

    /// Makes a new request, for a user of whom [`AccessRequests::may_ask`] says that they may.
    pub fn ask(&mut self, user: Name, status: Status, fields: StoredAnswers, id: ObjectId, now: Time) {
        let fields = (!fields.is_empty()).then(|| Box::new(fields));
        self.insert(user, AccessRequest { id, status, timestamp: now, outcome: None, unasked: false, fields });
    }

    /// The requester takes a pending request back: it is gone.
    // fidelity: cancel
    pub fn cancel(&mut self, user: &Name) -> Result<(), HubError> {
        if self.get(user).is_none_or(|request| request.status != Status::Pending) {
            return Err(HubError::NothingToCancel);
        }
        self.remove(user);
        Ok(())
    }

    /// Forgets a user's request, whatever its status.
    pub(crate) fn forget(&mut self, user: &Name) {
        self.remove(user);
    }

    /// Moves a request to another status.
    // fidelity: review-transitions
    pub fn handle(&mut self, user: &Name, review: &Review) -> Result<(), HubError> {
        if self.get(user).is_none_or(|request| request.status == review.to) {
            return Err(HubError::RequestNotFound);
        }
        self.change(user, |request| {
            request.status = review.to;
            let reason = review.reason.as_deref().filter(|_| matches!(review.to, Status::Rejected | Status::Reset));
            request.outcome = (review.to != Status::Pending).then(|| {
                Box::new(ReviewOutcome {
                    at: review.at,
                    granted_by: (review.to == Status::Accepted).then(|| review.by.clone()),
                    reason: reason.map(Into::into),
                })
            });
        });
        Ok(())
    }

    /// Gives access, whether it was asked for or not.
    // fidelity: grant
    pub fn grant(&mut self, user: &Name, by: &Name, id: ObjectId, now: Time) -> Result<(), HubError> {
        let review = Review { by: by.clone(), to: Status::Accepted, reason: None, at: now };
        match self.get(user) {
            Some(request) if request.status == Status::Accepted => Err(HubError::HasAccess),
            Some(_) => self.handle(user, &review),
            None => {
                let request = AccessRequest {
                    id,
                    status: Status::Accepted,
                    timestamp: now,
                    outcome: Some(Box::new(ReviewOutcome { at: now, granted_by: Some(by.clone()), reason: None })),
                    unasked: true,
                    fields: None,
                };
                self.insert(user.clone(), request);
                Ok(())
            }
        }
    }
}
