//! Who passes a gate and reads the files behind it, and how somebody becomes one of them.

use super::accounts::{Organization, Role, TokenPolicy};
use super::caller::{Caller, Rights};
use super::error::Closed;
use super::gate::{Gate, Gated};
use super::names::{Name, RepoId};
use super::repos::Repo;
use super::requests::{Review, Status, StoredAnswers};
use super::time::Time;
use super::token::{TokenRejection, TokenRole};
use super::{Hub, HubError};
use crate::gate::GateForm;

impl Hub {
    /// The gate that counts for a repo: its group's, else its own.
    pub fn gate<'a>(&'a self, id: &RepoId, repo: &'a Repo) -> &'a Gate {
        self.group_of(id).and_then(|group| self.collections.get(&group)).map_or(&repo.gate, |group| &group.gate)
    }

    /// As [`Hub::gate`], to change it.
    pub fn gate_mut(&mut self, id: &RepoId) -> Option<&mut Gate> {
        match self.group_of(id) {
            Some(group) => self.collections.get_mut(&group).map(|collection| &mut collection.gate),
            None => self.repos.get_mut(id).map(|repo| &mut repo.gate),
        }
    }

    /// The repo, for a caller who may read its files: the one verdict for `auth-check`, `resolve`, `raw`, LFS and git.
    // fidelity: gate-before-existence
    pub fn readable(&self, caller: &Caller, id: &RepoId) -> Result<(&RepoId, &Repo), HubError> {
        let (id, repo) = self.available(caller, id)?;
        self.admit(caller, id, repo)?;
        Ok((id, repo))
    }

    /// The repo, for a caller who may read what is open before its gate.
    pub fn available(&self, caller: &Caller, id: &RepoId) -> Result<(&RepoId, &Repo), HubError> {
        let (id, repo) = self.visible(caller, id)?;
        if self.blocked(caller, id, true) {
            return Err(self.closed(id, Closed::Location));
        }
        Ok((id, repo))
    }

    /// Whether the gate lets a caller in who sees the repo.
    // fidelity: gate-verdict
    pub fn admit(&self, caller: &Caller, id: &RepoId, repo: &Repo) -> Result<(), HubError> {
        let gate = self.gate(id, repo);
        if gate.mode == Gated::No {
            return Ok(());
        }
        let Some(user) = &caller.user else { return Err(self.closed(id, Closed::NotLoggedIn)) };
        self.check_token(caller, id)?;
        if !caller.may_pass_gates(id) {
            return Err(self.closed(id, Closed::TokenScope));
        }
        if self.is_exempt(user, id, repo) {
            return Ok(());
        }
        self.check_location(caller, id, repo)?;
        let closed = match gate.requests.get(user).map(|request| request.status) {
            Some(Status::Accepted) => return Ok(()),
            None => Closed::NoRequest,
            Some(Status::Pending) => Closed::Pending,
            Some(Status::Rejected) => Closed::Rejected,
            Some(Status::Reset) => Closed::Reset,
        };
        Err(self.closed(id, closed))
    }

    fn closed(&self, id: &RepoId, closed: Closed) -> HubError {
        HubError::Gate { repo: id.clone(), closed, page: format!("{}/{}", self.endpoint, id.path()) }
    }

    /// Whether a user passes the gate without a request: the owner, the maker, admins of the organization, and its other
    /// members unless they are gated too.
    // fidelity: gate-organization
    pub fn is_exempt(&self, user: &Name, id: &RepoId, repo: &Repo) -> bool {
        *user == *id.owner()
            || self.role_on(id, repo, user).is_some_and(|role| {
                role == Role::Admin || !repo.org_members_gated || repo.created_by.as_ref() == Some(user)
            })
    }

    /// Refuses callers in the European Union where the card says so. Owner and members of the organization are exempt.
    // fidelity: gate-europe
    fn check_location(&self, caller: &Caller, id: &RepoId, repo: &Repo) -> Result<(), HubError> {
        let in_the_eu = caller.location.is_some_and(|location| location.country.is_in_the_eu());
        let member =
            caller.user.as_ref().is_some_and(|user| *user == *id.owner() || self.role_at(id.owner(), user).is_some());
        if !in_the_eu || member || !Self::card(id.kind, repo).is_some_and(|card| card.form.eu_disallowed) {
            return Ok(());
        }
        Err(self.closed(id, Closed::Europe))
    }

    /// Whether the organization turns a caller away for where the request comes from: who asks for access, or with
    /// `downloads` who reads any of its repos.
    // fidelity: blocked-locations
    fn blocked(&self, caller: &Caller, id: &RepoId, downloads: bool) -> bool {
        let Some(location) = caller.location else { return false };
        let blocked = self.organization(id.owner()).and_then(|(_, organization)| organization.blocked.as_ref());
        blocked.is_some_and(|blocked| blocked.has(location) && (blocked.all_repos || !downloads))
    }

    /// Refuses a token that the organization does not take.
    pub fn check_token(&self, caller: &Caller, id: &RepoId) -> Result<(), HubError> {
        let rejected = self.organization(id.owner()).and_then(|(name, organization)| {
            Some(HubError::TokenPolicy(name.clone(), self.token_rejection(caller, name, organization)?))
        });
        rejected.map_or(Ok(()), Err)
    }

    /// Why an organization does not take the caller's token; `None` where it does.
    // fidelity: token-policy
    pub fn token_rejection(&self, caller: &Caller, name: &Name, of: &Organization) -> Option<TokenRejection> {
        let Rights::Token(secret, role) = &caller.rights else { return None };
        let token = self.token(secret).map(|(_, token)| token);
        let by_admin = || caller.user.as_ref().is_some_and(|user| of.role(user) == Some(Role::Admin));
        match (of.token_policy, role) {
            _ if token.is_some_and(|token| token.revoked.contains(name)) => Some(TokenRejection::Revoked),
            (TokenPolicy::Any, _) | (TokenPolicy::FineGrained, TokenRole::FineGrained { .. }) => None,
            (_, TokenRole::Read | TokenRole::Write) => Some(TokenRejection::Unscoped),
            _ if by_admin() || token.is_some_and(|token| token.approved.contains(name)) => None,
            _ => Some(TokenRejection::NotApproved),
        }
    }

    /// The form that the repo's card describes now.
    pub fn gate_form(id: &RepoId, repo: &Repo) -> GateForm {
        Self::card(id.kind, repo).map(|card| card.form.clone()).unwrap_or_default()
    }

    /// Asks for access with the answers of the form. Nothing happens where the repo has no gate or the user already asked.
    // fidelity: ask
    pub fn ask(
        &mut self,
        caller: &Caller,
        id: &RepoId,
        posted: &[(String, String)],
        now: Time,
    ) -> Result<(), HubError> {
        let user = caller.required()?.clone();
        let (id, repo) = self.visible(caller, id)?;
        let (id, gate) = (id.clone(), self.gate(id, repo));
        let mode = gate.mode;
        if mode == Gated::No {
            return Ok(());
        }
        self.check_location(caller, &id, repo)?;
        if !gate.requests.may_ask(&user) {
            return Ok(());
        }
        let answers = answers(&Self::gate_form(&id, repo), posted, caller)?;
        let status = if mode == Gated::Auto { Status::Accepted } else { Status::Pending };
        let blocked = self.blocked(caller, &id, false);
        let request = self.next_id();
        if let Some(gate) = self.gate_mut(&id) {
            gate.requests.ask(user.clone(), status, answers, request, now);
            if blocked {
                let review = Review { by: Name::from(id.owner()), to: Status::Rejected, reason: None, at: now };
                return gate.requests.handle(&user, &review);
            }
        }
        if status == Status::Pending {
            self.notify(&id, &user, now);
        }
        Ok(())
    }

    /// Whether there is a request of a user.
    pub(crate) fn asked(&self, id: &RepoId, user: &str) -> bool {
        self.repos.get(id).is_some_and(|repo| self.gate(id, repo).requests.get(&Name::from(user)).is_some())
    }

    /// Forgets a user's request: to them, the gate is as it was at first. The Hub has nothing like it.
    pub(crate) fn forget_request(&mut self, id: &RepoId, user: &str) {
        if let Some(gate) = self.gate_mut(id) {
            gate.requests.forget(&Name::from(user));
        }
    }

    /// Takes the caller's own pending request back. Works on a repo that is not gated any more.
    pub fn cancel_request(&mut self, caller: &Caller, id: &RepoId) -> Result<(), HubError> {
        self.visible(caller, id)?;
        let user = caller.required()?.clone();
        self.gate_mut(id).map_or(Ok(()), |gate| gate.requests.cancel(&user))
    }

    /// Moves a user's request to another status.
    pub fn handle_request(&mut self, id: &RepoId, user: &Name, review: &Review) -> Result<(), HubError> {
        let Some(gate) = self.gate_mut(id) else { return Err(HubError::RepoNotFound { anonymous: false }) };
        gate.requests.handle(user, review)?;
        if review.to == Status::Reset {
            self.mail_reset(id, user, review);
        }
        Ok(())
    }

    /// As [`Hub::handle_request`], for one of many: a request that already has the status is kept as it is.
    pub fn handle_or_keep(&mut self, id: &RepoId, user: &Name, review: &Review) -> Result<(), HubError> {
        let gate = self.gate_mut(id);
        if gate.is_some_and(|gate| gate.requests.get(user).is_some_and(|request| request.status == review.to)) {
            return Ok(());
        }
        self.handle_request(id, user, review)
    }

    /// Gives a user access without or before a review.
    pub fn grant_access(&mut self, id: &RepoId, user: &Name, by: &Name, now: Time) -> Result<(), HubError> {
        let request = self.next_id();
        let Some(gate) = self.gate_mut(id) else { return Err(HubError::RepoNotFound { anonymous: false }) };
        gate.requests.grant(user, by, request, now)
    }

    /// The repo, for a caller who reviews its requests.
    pub fn reviewable(&self, caller: &Caller, id: &RepoId) -> Result<(&RepoId, &Repo), HubError> {
        let (id, repo) = self.writable(caller, id)?;
        if self.gate(id, repo).mode == Gated::No { Err(HubError::NotGated(id.clone())) } else { Ok((id, repo)) }
    }
}

/// The stored answers, or the error that names the field.
// fidelity: ask-fields
fn answers(form: &GateForm, posted: &[(String, String)], caller: &Caller) -> Result<StoredAnswers, HubError> {
    let answers = form.accept(posted, caller.location.as_ref().map(|location| location.country.as_str()));
    answers.map(|answers| answers.0.into_iter().collect()).map_err(HubError::Form)
}
