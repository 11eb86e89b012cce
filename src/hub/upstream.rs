//! Another Hub, asked for the repos that the state lacks, and the seed that they are recorded in.
//!
//! What was recorded is read as any seed is: the mock answers now as it will without the other Hub.

mod curl;
mod fetch;
mod mask;
mod record;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::Mutex;

use crate::hub::app::App;
use crate::hub::seed::Seed;
use crate::hub::state::{Hub, HubError, Name, RepoId};

/// Another Hub and the folder of a seed: a mock that is started with it answers for what the seed lacks, too.
pub struct Upstream {
    /// `https://huggingface.co`
    url: String,
    /// As whom it is asked. Written nowhere.
    token: Option<String>,
    folder: PathBuf,
    /// Hears of what was recorded, and of what was not.
    listener: Box<dyn Fn(&str) + Send + Sync>,
    /// What was asked for: repos as they were recorded, and `None` for those that the other Hub does not show.
    known: Mutex<BTreeMap<RepoId, Option<Arc<Hub>>>>,
}

impl fmt::Debug for Upstream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Upstream").field("url", &self.url).field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Upstream {
    /// The Hub at a URL, asked with a token if there is one; what it answers is written into the folder of a seed, which is made
    /// where there is none. `listener` hears a line for each repo. The error is a text for people.
    pub fn new(
        url: &str,
        token: Option<String>,
        folder: &Path,
        listener: impl Fn(&str) + Send + Sync + 'static,
    ) -> Result<Self, String> {
        let url = url.trim_end_matches('/');
        if !(url.starts_with("http://") || url.starts_with("https://")) || url.contains(['"', '\\', ' ', '?', '#']) {
            return Err(format!("`{url}` is not the URL of a Hub, such as https://huggingface.co"));
        }
        if token.as_ref().is_some_and(|token| token.contains(|c: char| !c.is_ascii_graphic() || c == '"')) {
            return Err("the token has characters that no token has".to_owned());
        }
        record::prepare(folder)?;
        let (url, folder) = (url.to_owned(), folder.to_owned());
        Ok(Self { url, token, folder, listener: Box::new(listener), known: Mutex::default() })
    }

    /// Makes sure that the state has a repo that the other Hub has.
    pub(crate) async fn provide(&self, app: &App, id: &RepoId) {
        if has(app, id) || !Name::is_valid(id.name()) || !(id.owner().is_empty() || Name::is_valid(id.owner())) {
            return;
        }
        // One at a time: whoever asks for the same meanwhile finds it.
        let mut known = self.known.lock().await;
        if has(app, id) {
            return;
        }
        if !known.contains_key(id) {
            match self.record(app, id).await {
                Ok(recorded) => {
                    known.insert(id.clone(), recorded.map(Arc::new));
                }
                Err(problem) => (self.listener)(&format!("{} {id} is not recorded: {problem}", id.noun())),
            }
        }
        if let Some(Some(recorded)) = known.get(id)
            && let Err(error) = adopt(app, id, recorded)
        {
            (self.listener)(&format!("{} {id} cannot be served: {error}", id.noun()));
        }
    }

    /// Fetches and writes a repo; `None` where the other Hub does not show it.
    async fn record(&self, app: &App, id: &RepoId) -> Result<Option<Hub>, String> {
        let Some(fetched) = fetch::repo(&self.url, self.token.as_deref(), id).await? else {
            return Ok(None);
        };
        let has_owner = {
            let (hub, owner) = (app.hub(), Name::from(id.owner()));
            owner.as_str().is_empty() || hub.users.contains_key(&owner) || hub.organizations.contains_key(&owner)
        };
        let entry = record::Entry::new(id, &fetched, !has_owner);
        record::write(&self.folder, &entry, &fetched.files)?;
        (self.listener)(&fetched.note(id));
        // The owner may be in the seed already: alone, the repo needs one.
        let alone = record::Entry::new(id, &fetched, true).alone();
        let seed = Seed::parse_in("the recording", &alone, &self.folder).map_err(|error| error.to_string())?;
        Ok(Some(seed.hub))
    }
}

fn has(app: &App, id: &RepoId) -> bool {
    let hub = app.hub();
    hub.repos.contains_key(id) || hub.moved.contains_key(id)
}

/// Puts a recorded repo into the state, with its owner.
fn adopt(app: &App, id: &RepoId, recorded: &Hub) -> Result<(), HubError> {
    let (mut hub, now) = app.hub_now();
    for (name, _) in recorded.users.iter().filter(|(name, _)| !recorded.organizations.contains_key(name)) {
        if !hub.users.contains_key(name) && !hub.organizations.contains_key(name) {
            hub.add_user(name.as_str())?;
            let of_user = recorded.tokens.iter().filter(|(_, token)| token.user == *name);
            for (secret, token) in of_user {
                hub.tokens.entry(secret.clone()).or_insert_with(|| token.clone());
            }
        }
    }
    let Some(found) = recorded.repos.get(id) else { return Ok(()) };
    let repo = hub.add_repo(id.clone(), found.created_by.clone(), now)?;
    let own = std::mem::replace(repo, found.clone());
    repo.id = own.id;
    Ok(())
}
