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
//! - [`seed`]: `hub.yaml` as a state. [`clock`]: what time it is.
//!
//! [`MockHub`] runs it all on a thread of its own.

mod api;
pub(crate) mod app;
pub mod clock;
pub mod pages;
mod router;
pub mod seed;
mod service;
pub mod state;
mod web;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Once};
use std::thread::JoinHandle;
use std::time::Duration;

use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::oneshot;

pub use app::request_log::Recorded;
pub use clock::Clock;
pub use seed::Seed;

use app::preview::Preview;
use app::session_ids::SessionIds;
use app::{App, lock, request_log};
use service::Service;
use state::{Hub, Mail};

/// How many clients may wait to be let in.
const ACCEPT_BACKLOG: i32 = 4096;

/// How long a client may take to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(20);

/// A running mock Hub. It has a thread and a free port of its own, works in any test, and stops when it is dropped.
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
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl MockHub {
    /// Starts at a free port of the loopback address. Fails where the system gives no port or thread.
    pub fn start(seed: Seed) -> io::Result<Self> {
        Self::start_at(seed, (Ipv4Addr::LOCALHOST, 0).into())
    }

    /// Starts at an address; port 0 is a free one. Fails where the port is taken.
    // fidelity: rust-face
    pub fn start_at(seed: Seed, address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        // Of more than 128 clients at once the rest would wait a second, or be refused.
        socket2::SockRef::from(&listener).listen(ACCEPT_BACKLOG)?;
        listener.set_nonblocking(true)?;
        let app = Arc::new(App::new(seed, listener.local_addr()?));
        clean_up();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let served = app.clone();
        let thread = std::thread::Builder::new().name("mock-hub".into()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    () = serve(listener, served) => {}
                    _ = stopped => {}
                }
            });
            runtime.shutdown_background();
        })?;
        Ok(Self { app, stop: Some(stop), thread: Some(thread) })
    }

    /// What `HF_ENDPOINT` wants.
    pub fn endpoint(&self) -> &str {
        &self.app.endpoint
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
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        self.app.git_copies.end();
    }
}

/// Removes what killed runs left behind: once in a process, and beside its start.
fn clean_up() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Without a thread, the next run does it.
        let _ = std::thread::Builder::new().name("clean-up".into()).spawn(app::git_copies::remove_leftovers);
    });
}

// fidelity: bad-clients
async fn serve(listener: TcpListener, app: Arc<App>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let service = Service::new(app);
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // No file handle is free: wait until a connection ends.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let service = service.clone();
        tokio::spawn(async move {
            let service = hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
                service.clone().answer(request.map(axum::body::Body::new))
            });
            let _ = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .half_close(true)
                .header_read_timeout(HEAD_TIMEOUT)
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}
