//! What time it is for the mock.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::state::Time;

/// The mock's clock: frozen until it is moved, or running with the system's. Clones show the same time.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Mutex<Reading>>);

#[derive(Clone, Copy, Debug)]
enum Reading {
    /// Stands still.
    Fixed(Time),
    /// The system's time and so many milliseconds.
    Running(i64),
}

impl Clock {
    /// A clock that is frozen at a time.
    pub fn fixed(now: Time) -> Self {
        Self(Arc::new(Mutex::new(Reading::Fixed(now))))
    }

    /// The system's clock.
    pub fn system() -> Self {
        Self(Arc::new(Mutex::new(Reading::Running(0))))
    }

    /// The time.
    pub fn now(&self) -> Time {
        match *self.reading() {
            Reading::Fixed(now) => now,
            Reading::Running(offset) => system().plus(offset),
        }
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        self.shift(i64::try_from(by.as_millis()).unwrap_or(i64::MAX));
    }

    /// Moves the clock by milliseconds.
    pub(crate) fn shift(&self, by: i64) {
        let mut reading = self.reading();
        *reading = match *reading {
            Reading::Fixed(now) => Reading::Fixed(now.plus(by)),
            Reading::Running(offset) => Reading::Running(offset.saturating_add(by)),
        };
    }

    /// Sets the clock and freezes it.
    pub fn set(&self, now: Time) {
        *self.reading() = Reading::Fixed(now);
    }

    /// Shows the same as another clock from now on.
    pub(crate) fn follow(&self, other: &Clock) {
        let reading = *other.reading();
        *self.reading() = reading;
    }

    /// Whether it shows the same time until it is moved.
    pub(crate) fn stands_still(&self) -> bool {
        matches!(*self.reading(), Reading::Fixed(_))
    }

    /// A clock of its own that shows the same now.
    pub(crate) fn detached(&self) -> Clock {
        let reading = *self.reading();
        Self(Arc::new(Mutex::new(reading)))
    }

    fn reading(&self) -> std::sync::MutexGuard<'_, Reading> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the system for the time")]
fn system() -> Time {
    jiff::Timestamp::now().into()
}
