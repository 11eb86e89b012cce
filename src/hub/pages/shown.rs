//! What of the settings page is shown, as its address says.

use crate::hub::state::Status;
use crate::hub::web::form::Posted;

/// What the address of the page asks to see; the names are the Hub's.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct Shown {
    pub(crate) gated_access_request: Option<String>,
    pub(crate) gated_add_user: Option<String>,
    /// Which requests.
    pub(crate) status: String,
    /// The beginning of a user's name, among the requests.
    pub(crate) q: String,
    /// A part of the name or the full name of a user, to be given access.
    pub(crate) user: Option<String>,
    /// Where the page of requests begins.
    pub(crate) from: String,
    /// What was done just now.
    pub(crate) done: String,
}

impl Shown {
    /// What to show after a form of the page: the list it was in, or the search for users.
    pub(crate) fn after(posted: &Posted) -> Self {
        let yes = || Some("true".to_owned());
        if posted.value("action") == "grant" {
            return Self { gated_add_user: yes(), ..Self::default() };
        }
        Self { gated_access_request: yes(), status: posted.value("list").to_owned(), ..Self::default() }
    }

    /// The query that shows it, with what was done.
    pub(crate) fn query(&self, done: &str) -> String {
        let (shown, at) =
            if self.gated_add_user.is_some() { ("gated_add_user", "add") } else { ("gated_access_request", "review") };
        let status =
            Status::named(&self.status).map(|status| format!("&status={}", status.as_str())).unwrap_or_default();
        format!("{shown}=true{status}&done={done}#{at}")
    }
}
