//! How long a client may take to send the head of a request: one timer for a connection, none for a request.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use hyper::rt::{Sleep, Timer};

use crate::hub::app::lock;

/// The timer of one connection, whose deadlines come one after the other: they share a sleep, which is put off where it ends
/// before the deadline that is waited for.
#[derive(Clone, Debug)]
pub(crate) struct HeadTimer(Arc<Mutex<Pin<Box<tokio::time::Sleep>>>>);

impl HeadTimer {
    /// A timer that is first needed in a while.
    pub(crate) fn new(first: Duration) -> Self {
        Self(Arc::new(Mutex::new(Box::pin(tokio::time::sleep(first)))))
    }
}

impl Timer for HeadTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        self.sleep_until(Instant::now() + duration)
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        Box::pin(Deadline { at: deadline.into(), timer: self.clone() })
    }
}

struct Deadline {
    at: tokio::time::Instant,
    timer: HeadTimer,
}

impl Sleep for Deadline {}

impl Future for Deadline {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut sleep = lock(&self.timer.0);
        loop {
            ready!(sleep.as_mut().poll(context));
            if sleep.deadline() >= self.at {
                return Poll::Ready(());
            }
            sleep.as_mut().reset(self.at);
        }
    }
}
