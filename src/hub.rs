//! The mock Hub: the gated repos of the Hugging Face Hub in memory.
//!
//! # Layout
//!
//! Each part knows those before it: `state ← app ← web ← { api | pages } ← router ← service`.
//!
//! - [`state`]: the Hub as a value. No HTTP, no async, no clock: who asks is a [`state::Caller`], the time an argument, a
//!   rejection a [`state::HubError`]. `visible`, `readable` (the gate) and `writable` are the three questions every route asks.
//! - `app`: what a running mock has besides: the lock around the state, the request log, faults, uploads, git's copies, and
//!   the pool for work that takes a processor for long.
//! - `web`: HTTP: extractors for who asks, which repo, bodies and queries; responses, and errors in the form of their place.
//! - `api` and [`pages`]: the handlers, for programs and for people.
//! - `router`: every route in one list. `service`: what a request passes before and after its handler.
//! - [`upstream`]: another Hub, asked for what the state lacks, and recorded.
//! - [`seed`]: `hub.yaml` as a state. [`clock`]: what time it is.
//!
//! [`MockHub`] runs it all on threads of its own.

mod api;
pub(crate) mod app;
pub mod clock;
pub mod pages;
mod router;
pub mod seed;
mod service;
pub mod state;
pub mod upstream;
mod web;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread::JoinHandle;
use std::time::Duration;

use hyper_util::rt::TokioIo;
use tokio::sync::watch;

pub use app::faults::{Abort, Body, Fault, Phase, Profile};
pub use app::request_log::Recorded;
pub use app::request_log::filter::RequestFilter;
pub use clock::Clock;
pub use seed::Seed;
pub use upstream::Upstream;

use crate::process_folder;
use app::preview::Preview;
use app::session_ids::SessionIds;
use app::{App, lock, request_log};
use service::Service;
use service::head_timer::HeadTimer;
use state::{Caller, Hub, HubError, Mail, Name, RepoId, Rights};

/// How many clients may wait to be let in.
const ACCEPT_BACKLOG: i32 = 4096;

/// How many threads answer requests, each those of the connections that it took: threads that hand each other work spend
/// more time on waking each other than on a request.
const THREADS: usize = 2;

/// How long after the start it is cleaned up.
const CLEAN_UP_AFTER: Duration = Duration::from_millis(100);

/// How long a client may take to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(20);

/// How a mock is reached, and what it may ask elsewhere.
#[derive(Debug)]
pub struct Settings {
    /// Where it listens; port 0 is a free one.
    pub address: SocketAddr,
    /// Host names that it answers to besides its own, such as `huggingface.co` for clients that have it built in.
    pub allowed_hosts: Vec<String>,
    /// What every path begins with, such as `/hub`; nothing for the root of the address.
    pub base_path: String,
    /// Another Hub, for repos that the seed lacks.
    pub upstream: Option<Upstream>,
}

impl Default for Settings {
    fn default() -> Self {
        let address = (Ipv4Addr::LOCALHOST, 0).into();
        Self { address, allowed_hosts: Vec::new(), base_path: String::new(), upstream: None }
    }
}

/// A running mock Hub. It has threads and a free port of its own, works in any test, and stops when it is dropped.
///
/// ```
/// use cardlint::hub::{MockHub, Seed};
///
/// let hub = MockHub::start(Seed::default())?;
/// assert!(hub.endpoint().starts_with("http://127.0.0.1:"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct MockHub {
    app: Arc<App>,
    endpoint: String,
    /// Its end stops the threads.
    stop: Option<watch::Sender<()>>,
    threads: Vec<JoinHandle<()>>,
}

impl MockHub {
    /// Starts at a free port of the loopback address. Fails where the system gives no port or thread.
    pub fn start(seed: Seed) -> io::Result<Self> {
        Self::start_at(seed, (Ipv4Addr::LOCALHOST, 0).into())
    }

    /// Starts at an address; port 0 is a free one. Fails where the port is taken.
    // fidelity: rust-face
    pub fn start_at(seed: Seed, address: SocketAddr) -> io::Result<Self> {
        Self::start_with(seed, Settings { address, ..Settings::default() })
    }

    /// Starts as the settings say.
    pub fn start_with(seed: Seed, settings: Settings) -> io::Result<Self> {
        let Settings { address, allowed_hosts, base_path, upstream } = settings;
        let listener = TcpListener::bind(address)?;
        // Of more than 128 clients at once the rest would wait a second, or be rejected.
        socket2::SockRef::from(&listener).listen(ACCEPT_BACKLOG)?;
        listener.set_nonblocking(true)?;
        let cdn = if seed.hub.cdn_downloads { Some(TcpListener::bind((address.ip(), 0))?) } else { None };
        let app = Arc::new(App::new(seed, listener.local_addr()?, allowed_hosts));
        if let Some(cdn) = &cdn {
            cdn.set_nonblocking(true)?;
            let host = app.endpoint.rsplit_once(':').map_or("", |(host, _)| host);
            let _ = app.cdn.set(format!("{host}:{}", cdn.local_addr()?.port()));
        }
        let mut cdn = cdn.map(|listener| (listener, app.clone()));
        let base_path = base_path.trim_end_matches('/').to_owned();
        let endpoint = format!("{}{base_path}", app.endpoint);
        let (stop, stopped) = watch::channel(());
        let served = app.clone();
        // By the first thread that comes to it, for a client may connect meanwhile.
        let service = Arc::new(LazyLock::new(move || Service::new(served).with(&base_path, upstream)));
        let mut hub = Self { app, endpoint, stop: Some(stop), threads: Vec::new() };
        for _ in 0..THREADS {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let (listener, service, mut stopped) = (listener.try_clone()?, service.clone(), stopped.clone());
            let cdn = cdn.take();
            hub.threads.push(std::thread::Builder::new().name("mock-hub".into()).spawn(move || {
                let service = Service::clone(&service);
                runtime.block_on(async {
                    tokio::spawn(clean_up());
                    tokio::select! {
                        () = serve(listener, service) => {}
                        () = serve_cdn(cdn) => {}
                        _ = stopped.changed() => {}
                    }
                });
                runtime.shutdown_background();
            })?);
        }
        Ok(hub)
    }

    /// What `HF_ENDPOINT` wants.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The port it listens at.
    pub fn port(&self) -> u16 {
        self.app.endpoint.rsplit(':').next().and_then(|port| port.parse().ok()).unwrap_or_default()
    }

    /// Calls `listener` with every request that is answered, except those under `/_mock`. Only the first listener counts.
    pub fn on_request(&self, listener: impl Fn(&Recorded) + Send + Sync + 'static) {
        let _ = self.app.listener.set(app::Listener(Box::new(listener)));
    }

    /// Looks at the state, or changes it, between two requests.
    pub fn with<T>(&self, f: impl FnOnce(&mut Hub) -> T) -> T {
        f(&mut self.app.hub_mut())
    }

    /// The mock's clock.
    pub fn clock(&self) -> &Clock {
        &self.app.clock
    }

    /// The last requests, newest last.
    pub fn requests(&self) -> Vec<Recorded> {
        lock(&self.app.log).last(request_log::LONGEST_LOG)
    }

    /// How many requests a filter lets through.
    ///
    /// ```
    /// use cardlint::hub::{MockHub, RequestFilter, Seed};
    ///
    /// let hub = MockHub::start(Seed::default())?;
    /// assert_eq!(hub.count_requests(&RequestFilter::parse("path=/api/**&status=429")?), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn count_requests(&self, filter: &RequestFilter) -> usize {
        lock(&self.app.log).count(filter)
    }

    /// Lets matching requests fail. The error says what is wrong with a fault that does nothing, or that no request can match.
    pub fn fault(&self, fault: Fault) -> Result<(), String> {
        self.app.add_fault(fault)
    }

    /// The faults that are set, each with the number of requests it has hit.
    pub fn faults(&self) -> Vec<(Fault, u64)> {
        lock(&self.app.faults).list().into_iter().map(|listed| (listed.fault.clone(), listed.hits)).collect()
    }

    /// Removes every fault.
    pub fn clear_faults(&self) {
        lock(&self.app.faults).clear();
    }

    /// An access token of a user; `None` where the user has none.
    ///
    /// ```
    /// use cardlint::hub::{MockHub, Seed};
    ///
    /// let hub = MockHub::start(Seed::default())?;
    /// assert_eq!(hub.token("bo").as_deref(), Some("hf_bo"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn token(&self, user: &str) -> Option<String> {
        let (user, hub) = (Name::from(user), self.app.hub());
        hub.tokens.iter().find(|(_, token)| token.user == user).map(|(secret, _)| secret.clone())
    }

    /// Asks for access as a user: what the button below the gate form does, with the answers by the form's labels. The error is
    /// that of the Hub, and names the fields that are missing.
    ///
    /// ```
    /// use cardlint::card::RepoType;
    /// use cardlint::hub::state::RepoId;
    /// use cardlint::hub::{MockHub, Seed};
    ///
    /// let seed = "users: [{ name: ana }, { name: bo }]\nrepos: [{ id: ana/songs, gated: manual }]\n";
    /// let hub = MockHub::start(Seed::parse("hub.yaml", seed)?)?;
    /// hub.ask_access("bo", &RepoId::new(RepoType::Dataset, "ana/songs"), &[])?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ask_access(&self, user: &str, id: &RepoId, answers: &[(&str, &str)]) -> Result<(), HubError> {
        let answers: Vec<(String, String)> =
            answers.iter().map(|(label, answer)| ((*label).to_owned(), (*answer).to_owned())).collect();
        let (mut hub, now) = self.app.hub_now();
        let (name, user) = hub.users.get_key_value(&Name::from(user)).ok_or(HubError::UserNotFound)?;
        let caller = Caller { user: Some(name.clone()), rights: Rights::Session, location: user.location };
        hub.ask(&caller, id, &answers, now)
    }

    /// The whole state and time as JSON, tokens included: what [`Seed::read`] takes.
    pub fn dump(&self) -> Vec<u8> {
        let hub = self.app.hub().clone();
        let mut state = serde_json::to_value(&hub).unwrap_or_default();
        if let Some(state) = state.as_object_mut().filter(|_| self.app.clock.stands_still()) {
            state.insert("now".to_owned(), serde_json::to_value(self.app.clock.now()).unwrap_or_default());
        }
        state.to_string().into_bytes()
    }

    /// Keeps the present state and time under a name. Fails where a hundred are kept already.
    pub fn save_snapshot(&self, name: &str) -> Result<(), String> {
        self.app.save_snapshot(name)
    }

    /// Goes back to a state that was kept. Fails where there is none of that name.
    pub fn restore_snapshot(&self, name: &str) -> Result<(), String> {
        self.app.restore_snapshot(name)
    }

    /// The e-mails that the Hub would have sent.
    pub fn outbox(&self) -> Vec<Mail> {
        let (mut hub, now) = self.app.hub_now();
        hub.send_due_mails(now);
        hub.outbox.iter().cloned().collect()
    }

    /// Shows what the linter says of a card beside every page.
    pub(crate) fn preview(&self, preview: Preview) {
        *lock(&self.app.preview) = Some(preview);
    }

    /// The version of the card that is previewed.
    pub(crate) fn previewed(&self) -> Option<u64> {
        lock(&self.app.preview).as_ref().map(|preview| preview.version)
    }

    /// Makes the ids of the sessions to come the same in each run that begins with this number; nobody can guess them
    /// otherwise.
    pub fn seed_sessions(&self, seed: u64) {
        *lock(&self.app.session_ids) = SessionIds::seeded(seed);
    }

    /// Back to the seed.
    pub fn reset(&self) {
        self.app.reset();
    }
}

impl Drop for MockHub {
    fn drop(&mut self) {
        drop(self.stop.take());
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
        self.app.git_copies.end();
    }
}

/// Removes what killed runs left behind, once in a process: not before the first answers, which wait for the same processors.
async fn clean_up() {
    static BEGUN: AtomicBool = AtomicBool::new(false);
    tokio::time::sleep(CLEAN_UP_AFTER).await;
    if !BEGUN.swap(true, Ordering::Relaxed) {
        // In a thread that may wait for the disk. One that fails leaves it to the next run.
        let _ = tokio::task::spawn_blocking(|| process_folder::remove_leftovers(process_folder::Kind::Git)).await;
    }
}

/// Serves the CDN, where there is one.
async fn serve_cdn(cdn: Option<(TcpListener, Arc<App>)>) {
    match cdn {
        Some((listener, app)) => serve(listener, Service::cdn(app)).await,
        None => std::future::pending().await,
    }
}

// fidelity: bad-clients
async fn serve(listener: TcpListener, service: Service) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // No file handle is free: wait until a connection ends.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let service = service.clone();
        tokio::spawn(async move {
            let service = hyper::service::service_fn(|request: hyper::Request<hyper::body::Incoming>| {
                service.answer(request.map(axum::body::Body::new))
            });
            let _ = hyper::server::conn::http1::Builder::new()
                .timer(HeadTimer::new(HEAD_TIMEOUT))
                .half_close(true)
                .header_read_timeout(HEAD_TIMEOUT)
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}
