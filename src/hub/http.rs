//! The Hub over HTTP.
//!
//! A request passes [`front`] (request id, Host and Origin, faults, who asks, journal), where its path is brought into one
//! form by [`target`]: `/{kind}/{ns}/{name}/…` for every page of a repo, models included, `/api/{kind}/{ns}/{name}/…` for
//! its API, `-` for the owner of a repo without one, and a revision always one segment. Then one of [`routes`] answers.
//! A handler takes the lock of [`App::hub`] for as long as it needs the state and never while it waits.

mod access;
pub mod answer;
pub mod caller;
mod control;
pub mod faults;
mod files;
pub mod front;
pub(crate) mod identity;
pub mod journal;
pub mod payload;
mod people;
mod settings;
pub mod target;
mod validate;

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::Router;
use axum::routing::{get, patch, post, put};

use super::clock::Clock;
use super::pages::{self, panel::Panel};
use super::seed::Seed;
use super::state::{Hub, Time};

/// Everything a running mock has.
#[derive(Debug)]
pub struct App {
    hub: Mutex<Hub>,
    /// What time it is.
    pub clock: Clock,
    /// What was asked.
    pub journal: Mutex<journal::Journal>,
    /// What goes wrong on purpose.
    pub faults: Mutex<faults::Faults>,
    /// The diagnostics of the card that is previewed.
    pub(crate) panel: Mutex<Option<Panel>>,
    /// What `/_mock/reset` goes back to.
    pub seed: Seed,
    /// `http://127.0.0.1:41237`
    pub endpoint: String,
    /// Hears of every request that is answered.
    pub listener: OnceLock<Listener>,
}

/// What is called with every request that is answered.
pub struct Listener(pub Box<dyn Fn(&journal::Recorded) + Send + Sync>);

impl std::fmt::Debug for Listener {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Listener")
    }
}

/// What handlers share.
pub type Shared = Arc<App>;

impl App {
    /// A mock with the state of a seed, listening at an address.
    pub fn new(seed: Seed, endpoint: String) -> Self {
        let mut hub = seed.hub.clone();
        hub.endpoint.clone_from(&endpoint);
        let clock = seed.clock();
        let (journal, faults, panel) = (Mutex::default(), Mutex::default(), Mutex::default());
        Self { hub: Mutex::new(hub), clock, journal, faults, panel, seed, endpoint, listener: OnceLock::new() }
    }

    /// The state. Hold it as short as possible, and never across an `await`.
    pub fn hub(&self) -> MutexGuard<'_, Hub> {
        lock(&self.hub)
    }

    /// The state and the time, to change something.
    pub fn hub_now(&self) -> (MutexGuard<'_, Hub>, Time) {
        let hub = self.hub();
        let now = self.clock.now();
        (hub, now)
    }

    /// Puts a state in place of the present one.
    pub fn replace(&self, mut hub: Hub) {
        hub.endpoint.clone_from(&self.endpoint);
        *self.hub() = hub;
    }

    /// Back to the seed: state, clock, journal, outbox and faults.
    pub fn reset(&self) {
        self.replace(self.seed.hub.clone());
        self.clock.follow(&self.seed.clock());
        lock(&self.journal).clear();
        lock(&self.faults).clear();
    }
}

/// A lock that a panic elsewhere does not take away.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Every route.
pub fn routes(app: Shared) -> Router {
    Router::new()
        // Who is asking
        .route("/api/agent-harnesses", get(identity::agent_harnesses))
        .route("/api/whoami-v2", get(identity::whoami))
        .route("/api/settings/notifications", patch(people::notifications))
        .route("/api/users/{user}/overview", get(people::user))
        .route("/api/organizations/{org}/overview", get(people::organization))
        .route("/api/organizations/{org}/members", get(people::members))
        .route("/api/organizations/{org}/followers", get(people::followers))
        .route("/api/organizations/{org}/members/{user}/role", put(people::change_role))
        .route("/api/quicksearch", get(people::quicksearch))
        .route("/avatars/{picture}", get(people::avatar))
        .route("/login", post(identity::log_in))
        .route("/logout", post(identity::log_out))
        // Access requests
        .route("/api/{kind}/{ns}/{name}/auth-check", get(access::auth_check))
        .route("/api/{kind}/{ns}/{name}/auth-check/write", get(access::auth_check_write))
        .route("/api/{kind}/{ns}/{name}/user-access-request/handle", post(access::handle))
        .route("/api/{kind}/{ns}/{name}/user-access-request/batch", post(access::batch))
        .route("/api/{kind}/{ns}/{name}/user-access-request/grant", post(access::grant))
        .route("/api/{kind}/{ns}/{name}/user-access-request/cancel", post(access::cancel))
        .route("/api/{kind}/{ns}/{name}/user-access-request/{status}", get(access::list))
        .route("/{kind}/{ns}/{name}/ask-access", post(access::ask).get(answer::page_not_found))
        .route("/{kind}/{ns}/{name}/user-access-report", get(access::report))
        // Settings of a repo
        .route("/api/{kind}/{ns}/{name}/settings", put(settings::change).get(answer::page_not_found))
        // Files
        .route("/{kind}/{ns}/{name}/resolve/{revision}/{*path}", get(files::resolve))
        .route("/{kind}/{ns}/{name}/raw/{revision}/{*path}", get(files::raw))
        // Cards
        .route("/api/validate-yaml", post(validate::validate_yaml))
        // Steering
        .route("/_mock/health", get(control::health))
        .route("/_mock/reset", post(control::reset))
        .route("/_mock/state", get(control::state).put(control::replace_state))
        .route("/_mock/requests", get(control::requests).delete(control::forget_requests))
        .route("/_mock/outbox", get(control::outbox))
        .route("/_mock/clock", get(control::clock).post(control::move_clock))
        .route("/_mock/faults", get(control::faults).post(control::add_fault).delete(control::remove_faults))
        .merge(pages::routes::routes())
        .fallback(answer::unmatched)
        .method_not_allowed_fallback(answer::unmatched)
        .with_state(app)
}
