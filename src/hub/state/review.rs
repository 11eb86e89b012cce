//! Reviewing access requests.

use super::caller::Caller;
use super::names::{Name, ObjectId, RepoId};
use super::requests::{Review, Status};
use super::time::Time;
use super::{Hub, HubError};

/// How long a reason may be, in characters.
pub const LONGEST_REASON: usize = 200;

/// Whose request is meant.
#[derive(Clone, Debug)]
pub enum Whom {
    /// The user of this name.
    Name(Name),
    /// The user with this id.
    User(ObjectId),
    /// The user who made the request with this id.
    Request(ObjectId),
}

/// What a reviewer decides about a request.
#[derive(Clone, Debug)]
pub struct Decision {
    /// What the request becomes.
    pub to: Status,
    /// Why; kept where the request is rejected or reset.
    pub reason: Option<String>,
}

impl Hub {
    /// Reviews the request of one user.
    pub fn review(
        &mut self,
        caller: &Caller,
        id: &RepoId,
        whom: &Whom,
        decision: &Decision,
        now: Time,
    ) -> Result<(), HubError> {
        let (id, review) = self.begin_review(caller, id, decision, now)?;
        let user = self.find_whom(&id, whom)?;
        self.handle_request(&id, &user, &review)
    }

    /// Reviews the requests of several users: what became of each. A request that has the status already is kept as it is.
    // fidelity: batch
    pub fn review_all(
        &mut self,
        caller: &Caller,
        id: &RepoId,
        whom: &[Whom],
        decision: &Decision,
        now: Time,
    ) -> Result<Vec<Result<(), HubError>>, HubError> {
        let (id, review) = self.begin_review(caller, id, decision, now)?;
        let mut done = Vec::with_capacity(whom.len());
        for whom in whom {
            let user = self.find_whom(&id, whom);
            done.push(user.and_then(|user| self.handle_or_keep(&id, &user, &review)));
        }
        Ok(done)
    }

    /// Gives a user access, whether it was asked for or not.
    pub fn grant(&mut self, caller: &Caller, id: &RepoId, whom: &Whom, now: Time) -> Result<(), HubError> {
        let id = self.reviewable(caller, id)?.0.clone();
        let user = self.find_whom(&id, whom)?;
        let by = caller.required()?.clone();
        self.grant_access(&id, &user, &by, now)
    }

    fn begin_review(
        &self,
        caller: &Caller,
        id: &RepoId,
        decision: &Decision,
        now: Time,
    ) -> Result<(RepoId, Review), HubError> {
        let id = self.reviewable(caller, id)?.0.clone();
        let Decision { to, reason } = decision.clone();
        if reason.as_ref().is_some_and(|reason| reason.chars().count() > LONGEST_REASON) {
            return Err(HubError::ReasonTooLong { longest: LONGEST_REASON });
        }
        Ok((id, Review { by: caller.required()?.clone(), to, reason, at: now }))
    }

    /// The user, by the name they go by.
    // fidelity: review-by-id
    fn find_whom(&self, repo: &RepoId, whom: &Whom) -> Result<Name, HubError> {
        match whom {
            Whom::Name(name) => {
                let found = self.users.get_key_value(name).map(|(name, _)| name);
                found.cloned().ok_or(HubError::UserNotFound)
            }
            Whom::User(id) => self.user_by_id(*id).cloned().ok_or(HubError::UserNotFound),
            Whom::Request(id) => {
                let found = self.repos.get(repo).and_then(|found| self.gate(repo, found).requests.user_of(*id));
                found.cloned().ok_or(HubError::RequestNotFound)
            }
        }
    }
}
