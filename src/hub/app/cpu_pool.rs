//! Work that takes a processor for long, such as checking a card: beside the threads that answer requests, and few at once.

use std::sync::Arc;
use std::thread;

use tokio::sync::Semaphore;

/// How much such work is done at once.
#[derive(Debug)]
pub(crate) struct CpuPool {
    slots: Arc<Semaphore>,
}

impl Default for CpuPool {
    /// Leaves one processor to those who wait for nothing of it.
    fn default() -> Self {
        let processors = thread::available_parallelism().map_or(1, usize::from);
        Self { slots: Arc::new(Semaphore::new(processors.saturating_sub(1).max(1))) }
    }
}

impl CpuPool {
    /// Does the work when its turn comes. No lock may be held meanwhile. The error is a panic.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Panicked> {
        let slot = Arc::clone(&self.slots).acquire_owned().await.map_err(|_| Panicked)?;
        let done = aside(move || {
            lower_priority();
            let done = work();
            drop(slot);
            done
        });
        done.await
    }
}

/// Does the work at once, beside the threads that answer requests and as they do: it may hold a lock that they wait for.
/// The error is a panic.
pub(crate) async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Panicked> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Panicked)
}

#[cfg(test)]
impl CpuPool {
    /// Takes every slot: nothing is done until they are dropped.
    pub(crate) async fn occupy(&self) -> tokio::sync::OwnedSemaphorePermit {
        let all = u32::try_from(self.slots.available_permits()).unwrap_or(u32::MAX);
        match Arc::clone(&self.slots).acquire_many_owned(all).await {
            Ok(slots) => slots,
            Err(error) => unreachable!("nobody closes the pool: {error}"),
        }
    }
}

/// The work panicked: a bug of the mock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Panicked;

/// Lets the threads that answer requests go first where there are not enough processors.
#[cfg(target_os = "linux")]
fn lower_priority() {
    // On Linux the calling thread alone.
    let _ = rustix::process::setpriority_process(None, 19);
}

#[cfg(not(target_os = "linux"))]
fn lower_priority() {}
