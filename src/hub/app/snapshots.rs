//! States that a test keeps under a name, to go back to.

use std::collections::BTreeMap;

use super::{App, lock};
use crate::hub::clock::Clock;
use crate::hub::state::Hub;

/// How many states are kept at most.
const MOST: usize = 100;

/// The states that are kept, by their names.
#[derive(Debug, Default)]
pub(crate) struct Snapshots(BTreeMap<String, Snapshot>);

/// A state, and the time then.
#[derive(Clone, Debug)]
struct Snapshot {
    hub: Hub,
    clock: Clock,
}

impl Snapshots {
    /// Their names, in order.
    pub(crate) fn names(&self) -> Vec<&String> {
        self.0.keys().collect()
    }

    /// Forgets all of them.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

impl App {
    /// Keeps the present state and time under a name, in the place of what it named before.
    // fidelity: mock-snapshots
    pub(crate) fn save_snapshot(&self, name: &str) -> Result<(), String> {
        let hub = self.hub().clone();
        let clock = self.clock.detached();
        let kept = &mut lock(&self.snapshots).0;
        if kept.len() >= MOST && !kept.contains_key(name) {
            return Err(format!("There are {MOST} snapshots already"));
        }
        kept.insert(name.to_owned(), Snapshot { hub, clock });
        Ok(())
    }

    /// Goes back to a state that was kept. Requests, faults and other snapshots stay.
    pub(crate) fn restore_snapshot(&self, name: &str) -> Result<(), String> {
        let snapshot = lock(&self.snapshots).0.get(name).cloned();
        let Snapshot { hub, clock } = snapshot.ok_or_else(|| format!("There is no snapshot `{name}`"))?;
        self.replace(hub);
        self.clock.follow(&clock);
        Ok(())
    }
}
