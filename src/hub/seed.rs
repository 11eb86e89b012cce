//! The state a mock starts from: `hub.yaml`.

use super::clock::Clock;
use super::state::{Hub, Time};

/// A state to start from, and the time there.
#[derive(Clone, Debug, Default)]
pub struct Seed {
    /// The state.
    pub hub: Hub,
    /// When the mock's clock stands still; `None` for the system's clock.
    pub now: Option<Time>,
}

impl Seed {
    /// A clock as the seed wants it.
    pub fn clock(&self) -> Clock {
        self.now.map_or_else(Clock::system, Clock::fixed)
    }
}
