//! The settings of a repo.

use super::caller::Caller;
use super::gate::Gated;
use super::mail::Frequency;
use super::names::RepoId;
use super::{Hub, HubError};

/// What is to be another in the settings of a repo; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct SettingsPatch {
    /// How its gate lets people in.
    pub gated: Option<Gated>,
    /// How often reviewers are told of requests.
    pub frequency: Option<Frequency>,
    /// Where to; empty is the default.
    pub email: Option<String>,
    /// Whether members of the organization have to ask, too.
    pub org_members_gated: Option<bool>,
    /// Whether only its owner sees it.
    pub private: Option<bool>,
    /// Whether discussions are switched off.
    pub discussions_disabled: Option<bool>,
}

impl Hub {
    /// Changes the settings of a repo; or none of them, where one is not allowed.
    pub fn change_settings(&mut self, caller: &Caller, id: &RepoId, patch: SettingsPatch) -> Result<(), HubError> {
        let repo = self.writable_mut(caller, id)?;
        repo.gate.notifications.change(patch.frequency, patch.email)?;
        repo.gate.mode = patch.gated.unwrap_or(repo.gate.mode);
        repo.org_members_gated = patch.org_members_gated.unwrap_or(repo.org_members_gated);
        repo.private = patch.private.unwrap_or(repo.private);
        repo.discussions_disabled = patch.discussions_disabled.unwrap_or(repo.discussions_disabled);
        Ok(())
    }
}
