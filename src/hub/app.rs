//! What a running mock has: the state behind its lock, and what is not state.
//!
//! A handler takes the lock of [`App::hub`] for as long as it needs the state and never while it waits.

pub(crate) mod card_check;
pub(crate) mod cpu_pool;
pub(crate) mod faults;
pub(crate) mod git_copies;
pub(crate) mod list_cache;
pub(crate) mod preview;
pub(crate) mod request_log;
pub(crate) mod session_ids;
pub(crate) mod snapshots;
pub(crate) mod uploads;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use self::preview::Preview;
use super::clock::Clock;
use super::seed::Seed;
use super::state::{Hub, HubError, Name, Time};

/// Everything a running mock has.
#[derive(Debug)]
pub(crate) struct App {
    hub: RwLock<Hub>,
    /// How often the state may have changed.
    changes: AtomicU64,
    /// Lists that were written since it last did.
    pub(crate) lists: Mutex<list_cache::ListCache>,
    /// What time it is.
    pub(crate) clock: Clock,
    /// What was asked.
    pub(crate) log: Mutex<request_log::RequestLog>,
    /// What goes wrong on purpose.
    pub(crate) faults: Mutex<faults::Faults>,
    may_fail: AtomicBool,
    /// States that a test keeps.
    pub(crate) snapshots: Mutex<snapshots::Snapshots>,
    /// The card that is previewed, with its diagnostics.
    pub(crate) preview: Mutex<Option<Preview>>,
    /// What `/_mock/reset` goes back to.
    pub(crate) seed: Seed,
    /// What clients sent and no commit names yet.
    pub(crate) uploads: Mutex<uploads::Uploads>,
    /// What git works on.
    pub(crate) git_copies: git_copies::GitCopies,
    /// The values of session cookies, codes and new tokens.
    pub(crate) session_ids: Mutex<session_ids::SessionIds>,
    /// What takes a processor for long.
    pub(crate) cpu: cpu_pool::CpuPool,
    /// `http://127.0.0.1:41237`
    pub(crate) endpoint: String,
    /// The address of the CDN, where the seed asks for one.
    pub(crate) cdn: OnceLock<String>,
    /// Whether other machines reach it.
    pub(crate) exposed: bool,
    /// Names that it answers to besides its own.
    pub(crate) allowed_hosts: Vec<String>,
    /// Hears of every request that is answered.
    pub(crate) listener: OnceLock<Listener>,
}

/// What is called with every request that is answered.
pub(crate) struct Listener(pub Box<dyn Fn(&request_log::Recorded) + Send + Sync>);

impl std::fmt::Debug for Listener {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Listener")
    }
}

/// What handlers share.
pub(crate) type Shared = Arc<App>;

impl App {
    /// A mock with the state of a seed, listening at an address. One that listens everywhere calls itself by loopback.
    pub(crate) fn new(seed: Seed, mut address: SocketAddr, allowed_hosts: Vec<String>) -> Self {
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
            lists: Mutex::default(),
            clock,
            log: Mutex::default(),
            faults: Mutex::default(),
            may_fail: AtomicBool::new(false),
            snapshots: Mutex::default(),
            preview: Mutex::default(),
            seed,
            uploads: Mutex::default(),
            git_copies: git_copies::GitCopies::default(),
            session_ids: Mutex::default(),
            cpu: cpu_pool::CpuPool::default(),
            endpoint,
            cdn: OnceLock::new(),
            exposed,
            allowed_hosts,
            listener: OnceLock::new(),
        }
    }

    /// The state, to look at. Hold it as short as possible, and never across an `await`.
    // fidelity: load
    pub(crate) fn hub(&self) -> RwLockReadGuard<'_, Hub> {
        self.hub.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state, to change something.
    pub(crate) fn hub_mut(&self) -> RwLockWriteGuard<'_, Hub> {
        let hub = self.hub.write().unwrap_or_else(PoisonError::into_inner);
        self.changes.fetch_add(1, Ordering::Relaxed);
        hub
    }

    /// Whether nobody holds the state.
    #[cfg(test)]
    pub(crate) fn is_free(&self) -> bool {
        self.hub.try_write().is_ok()
    }

    /// How often the state may have changed. Who holds the state for looking may rely on it.
    pub(crate) fn changes(&self) -> u64 {
        self.changes.load(Ordering::Relaxed)
    }

    /// The state and the time, to change something.
    pub(crate) fn hub_now(&self) -> (RwLockWriteGuard<'_, Hub>, Time) {
        let hub = self.hub_mut();
        let now = self.clock.now();
        (hub, now)
    }

    /// Logs a user in; the value of the session cookie.
    pub(crate) fn log_in(&self, user: &str) -> Result<String, HubError> {
        let session = lock(&self.session_ids).next();
        self.hub_mut().log_in(user, session.clone())?;
        Ok(session)
    }

    /// A token that nobody has.
    pub(crate) fn new_secret(&self, prefix: &str) -> String {
        prefix.to_owned() + &lock(&self.session_ids).next()
    }

    /// Sets a fault. The error says what is wrong with it.
    pub(crate) fn add_fault(&self, fault: faults::Fault) -> Result<(), String> {
        let hub = self.hub();
        self.may_fail.store(true, Ordering::Relaxed);
        lock(&self.faults).add(fault, |user| hub.users.contains_key(&Name::from(user)))
    }

    /// Whether a fault was ever set: requests need not look for one before.
    pub(crate) fn may_fail(&self) -> bool {
        self.may_fail.load(Ordering::Relaxed)
    }

    /// Puts a state in place of the present one.
    pub(crate) fn replace(&self, mut hub: Hub) {
        hub.endpoint.clone_from(&self.endpoint);
        *self.hub_mut() = hub;
        *lock(&self.uploads) = uploads::Uploads::default();
        self.git_copies.forget();
    }

    /// Back to the seed: state, clock, request log, outbox, faults and snapshots.
    pub(crate) fn reset(&self) {
        self.replace(self.seed.hub.clone());
        self.clock.follow(&self.seed.clock());
        lock(&self.session_ids).reset();
        lock(&self.log).clear();
        lock(&self.faults).clear();
        lock(&self.snapshots).clear();
    }
}

/// A lock that a panic elsewhere does not take away.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
