//! The Hub as a value: accounts, repos, access requests, groups and mail. No HTTP, no async and no clock in it: who asks
//! and what time it is come in as arguments, so a state can be built, compared, stored and replayed.

pub mod access;
pub mod accounts;
pub mod caller;
pub(crate) mod card_json;
pub mod cards;
mod country;
pub mod discussion;
pub mod discussions;
pub mod error;
pub mod files;
pub mod gate;
pub mod groups;
pub mod logins;
pub mod mail;
pub mod names;
mod namespaces;
pub mod publishers;
pub mod repos;
pub mod requests;
pub mod resource_groups;
pub mod review;
pub mod settings;
pub mod time;
pub mod token;
pub mod tokens;
pub mod xet;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use accounts::{Organization, Plan, Role, User};
pub use caller::{Caller, Rights};
pub use country::{Country, Location};
pub use error::HubError;
pub use gate::Gated;
pub use groups::Collection;
pub use mail::Mail;
pub use names::{ByName, Name, ObjectId, RepoId};
pub use repos::Repo;
pub use requests::{AccessRequest, AccessRequests, ReviewOutcome, Status};
pub use time::Time;
pub(crate) use time::TimeWriter;
pub use token::{Token, TokenRole};

/// Everything the mock knows. Cloning one is a snapshot.
///
/// ```
/// use cardlint::hub::state::Hub;
///
/// let mut hub = Hub::default();
/// let ana = hub.add_user("ana")?;
/// assert_eq!(ana.as_str(), "ana");
/// # Ok::<(), cardlint::hub::state::HubError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hub {
    /// Every user, by name, in the order in which they came.
    pub users: ByName<User>,
    /// Every organization, by name.
    #[serde(default)]
    pub organizations: BTreeMap<Name, Organization>,
    /// Every access token, by its secret.
    #[serde(default)]
    pub tokens: BTreeMap<String, Token>,
    /// Who is logged in, by the value of the session cookie.
    #[serde(default)]
    pub sessions: BTreeMap<String, Name>,
    /// CI jobs that may read gated repos as a user. Apart from the users, for there may be a million of them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub trusted_publishers: BTreeMap<Name, Vec<publishers::TrustedPublisher>>,
    /// Logins that clients wait for, by the hash of their code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub device_logins: BTreeMap<String, logins::DeviceLogin>,
    /// Who may renew a login, by the hash of what they renew it with.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub refresh_tokens: BTreeMap<String, Name>,
    /// Every repo.
    #[serde(default, with = "names::as_list")]
    pub repos: BTreeMap<RepoId, Repo>,
    /// Where a repo that was moved is now.
    #[serde(default, with = "names::as_list")]
    pub moved: BTreeMap<RepoId, RepoId>,
    /// Collections, by their id.
    #[serde(default)]
    pub collections: BTreeMap<ObjectId, Collection>,
    /// The e-mails that were sent, oldest first, the last [`mail::OUTBOX_LIMIT`] of them.
    #[serde(default)]
    pub outbox: std::collections::VecDeque<Mail>,
    /// How many ids were given out.
    #[serde(default)]
    pub ids: u64,
    /// Whether files in git are downloaded by way of a redirect to the Hub's cache.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub redirect_downloads: bool,
    /// Whether large files are downloaded from a server at another port, as from a CDN.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cdn_downloads: bool,
    /// The address that messages and links name. The server sets it when it starts.
    #[serde(skip)]
    pub endpoint: String,
}

impl Hub {
    /// A fresh id. Ids count up, so the same actions on the same state give the same ids.
    // fidelity: mock-determinism
    pub fn next_id(&mut self) -> ObjectId {
        self.ids += 1;
        ObjectId::numbered(self.ids)
    }
}
