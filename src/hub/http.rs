//! The Hub over HTTP.
//!
//! A request passes [`front`] (request id, Host and Origin, faults, who asks, journal), where its path is brought into one
//! form by [`target`]: `/{kind}/{ns}/{name}/…` for every page of a repo, models included, `/api/{kind}/{ns}/{name}/…` for
//! its API, `-` for the owner of a repo without one, and a revision always one segment. Then one of [`routes`] answers.
//! A handler takes the lock of [`App::hub`] for as long as it needs the state and never while it waits.

mod access;
pub mod answer;
pub mod caller;
mod collections;
mod control;
mod discussions;
mod door;
pub(crate) mod download;
pub mod faults;
mod files;
pub mod front;
mod git;
pub(crate) mod identity;
pub mod journal;
mod kept;
mod lfs;
mod lfs_files;
mod lists;
mod moved;
pub mod payload;
mod people;
mod query;
mod refs;
mod repos;
mod settings;
pub mod site;
pub mod target;
pub(crate) mod tree;
mod upload;
mod uploads;
mod validate;
mod xet;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, patch, post, put};

use super::clock::Clock;
use super::pages::{self, panel::Panel};
use super::seed::Seed;
use super::state::{Hub, Time};

/// Everything a running mock has.
#[derive(Debug)]
pub struct App {
    hub: RwLock<Hub>,
    /// How often the state may have changed.
    changes: AtomicU64,
    /// Lists that were written since it last did.
    kept: Mutex<kept::Kept>,
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
    /// What clients sent and no commit names yet.
    uploads: Mutex<uploads::Uploads>,
    /// What git works on.
    mirrors: Mutex<git::Mirrors>,
    /// `http://127.0.0.1:41237`
    pub endpoint: String,
    /// Whether other machines reach it.
    pub exposed: bool,
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
    /// A mock with the state of a seed, listening at an address. One that listens everywhere calls itself by loopback.
    pub fn new(seed: Seed, mut address: SocketAddr) -> Self {
        let exposed = !address.ip().is_loopback();
        match address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
            IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
            IpAddr::V4(_) | IpAddr::V6(_) => {}
        }
        let endpoint = format!("http://{address}");
        let mut hub = seed.hub.clone();
        hub.endpoint.clone_from(&endpoint);
        let clock = seed.clock();
        Self {
            hub: RwLock::new(hub),
            changes: AtomicU64::default(),
            kept: Mutex::default(),
            clock,
            journal: Mutex::default(),
            faults: Mutex::default(),
            panel: Mutex::default(),
            seed,
            uploads: Mutex::default(),
            mirrors: Mutex::default(),
            endpoint,
            exposed,
            listener: OnceLock::new(),
        }
    }

    /// The state, to look at. Hold it as short as possible, and never across an `await`.
    // fidelity: load
    pub fn hub(&self) -> RwLockReadGuard<'_, Hub> {
        self.hub.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state, to change something.
    pub fn hub_mut(&self) -> RwLockWriteGuard<'_, Hub> {
        let hub = self.hub.write().unwrap_or_else(PoisonError::into_inner);
        self.changes.fetch_add(1, Ordering::Relaxed);
        hub
    }

    /// How often the state may have changed. Who holds the state for looking may rely on it.
    fn changes(&self) -> u64 {
        self.changes.load(Ordering::Relaxed)
    }

    /// The state and the time, to change something.
    pub fn hub_now(&self) -> (RwLockWriteGuard<'_, Hub>, Time) {
        let hub = self.hub_mut();
        let now = self.clock.now();
        (hub, now)
    }

    /// Puts a state in place of the present one.
    pub fn replace(&self, mut hub: Hub) {
        hub.endpoint.clone_from(&self.endpoint);
        *self.hub_mut() = hub;
        *lock(&self.uploads) = uploads::Uploads::default();
        *lock(&self.mirrors) = git::Mirrors::default();
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
        .route("/api/{kind}/{ns}/{name}/user-access-request/{status}", get(lists::list))
        .route("/{kind}/{ns}/{name}/ask-access", post(access::ask).get(answer::page_not_found))
        .route("/{kind}/{ns}/{name}/user-access-report", get(lists::report))
        // Settings of a repo
        .route("/api/{kind}/{ns}/{name}/settings", put(settings::change).get(answer::page_not_found))
        // Repos
        .route("/api/repos/create", post(repos::create))
        .route("/api/repos/delete", delete(repos::delete))
        .route("/api/repos/move", post(repos::rename))
        .route("/api/settings/repositories", get(repos::own_storage))
        .route("/api/organizations/{org}/settings/repositories", get(repos::organization_storage))
        .route("/api/{kind}", get(repos::list))
        .route("/api/{kind}/{ns}/{name}", get(repos::info))
        .route("/api/{kind}/{ns}/{name}/revision/{revision}", get(repos::info))
        .route("/api/{kind}/{ns}/{name}/likers", get(repos::nobody))
        // What is in them
        .route("/api/{kind}/{ns}/{name}/tree/{revision}", get(tree::tree))
        .route("/api/{kind}/{ns}/{name}/tree/{revision}/{*path}", get(tree::tree))
        .route("/api/{kind}/{ns}/{name}/paths-info/{revision}", post(tree::paths_info))
        .route("/api/{kind}/{ns}/{name}/refs", get(tree::refs))
        .route("/api/{kind}/{ns}/{name}/commits/{revision}", get(tree::commits))
        .route("/api/{kind}/{ns}/{name}/compare/{range}", get(tree::compare))
        .route("/api/{kind}/{ns}/{name}/lfs-files", get(lfs_files::list))
        .route("/api/{kind}/{ns}/{name}/lfs-files/batch", post(lfs_files::delete_all))
        .route("/api/{kind}/{ns}/{name}/lfs-files/{sha}", delete(lfs_files::delete))
        .route("/api/{kind}/{ns}/{name}/branch/{*branch}", post(refs::create_branch).delete(refs::delete_branch))
        .route("/api/{kind}/{ns}/{name}/tag/{*tag}", post(refs::create_tag).delete(refs::delete_tag))
        .route("/api/{kind}/{ns}/{name}/super-squash/{revision}", post(refs::super_squash))
        // Commits
        .route("/api/{kind}/{ns}/{name}/preupload/{revision}", post(upload::preupload))
        .route("/api/{kind}/{ns}/{name}/commit/{revision}", post(upload::commit))
        // Large files
        .route("/{kind}/{ns}/{name}/info/lfs/objects/batch", post(lfs::batch))
        .route("/_lfs/{repo}/{oid}", get(lfs::get).put(lfs::put).post(lfs::post))
        .route("/api/{kind}/{ns}/{name}/xet-write-token/{revision}", get(xet::write_token))
        .route("/api/{kind}/{ns}/{name}/xet-read-token/{revision}", get(xet::read_token))
        .route("/_xet/{run}/v1/xorbs/{prefix}/{hash}", post(xet::put_xorb))
        .route("/_xet/{run}/v1/shards", post(xet::put_shard))
        .route("/_xet/{run}/v2/shards", post(xet::put_shard_streaming))
        .route("/_xet/{run}/v1/chunks/{prefix}/{hash}", get(xet::nothing))
        .route("/_xet/{run}/v1/xorb-grants/{prefix}/{hash}", post(xet::nothing))
        // Git
        .route("/{kind}/{ns}/{name}/info/refs", get(git::advertise))
        .route("/{kind}/{ns}/{name}/git-upload-pack", post(git::fetch))
        .route("/{kind}/{ns}/{name}/git-receive-pack", post(git::push))
        // Discussions and pull requests
        .route("/api/{kind}/{ns}/{name}/discussions", get(discussions::list).post(discussions::open))
        .route("/api/{kind}/{ns}/{name}/discussions/{number}", get(discussions::details))
        .route("/api/{kind}/{ns}/{name}/discussions/{number}/comment", post(discussions::comment))
        .route("/api/{kind}/{ns}/{name}/discussions/{number}/comment/{comment}/edit", post(discussions::edit))
        .route("/api/{kind}/{ns}/{name}/discussions/{number}/title", post(discussions::title))
        .route("/api/{kind}/{ns}/{name}/discussions/{number}/status", post(discussions::status))
        .route("/api/{kind}/{ns}/{name}/discussions/{number}/merge", post(discussions::merge))
        // Collections
        .route("/api/collections", get(collections::list).post(collections::create))
        .route(
            "/api/collections/{ns}/{slug}",
            get(collections::get).patch(collections::change).delete(collections::delete),
        )
        .route("/api/collections/{ns}/{slug}/items", post(collections::add_item))
        .route(
            "/api/collections/{ns}/{slug}/items/{item}",
            patch(collections::change_item).delete(collections::delete_item),
        )
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
        .route_layer(from_fn_with_state(app.clone(), moved::redirect))
        .fallback(answer::unmatched)
        .method_not_allowed_fallback(answer::unmatched)
        .with_state(app)
}
