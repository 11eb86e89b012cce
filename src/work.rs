//! Counts the steps of loops whose length the author of a card decides, so that tests can check that they grow no faster than
//! the card: time would also depend on the machine. Outside of tests nothing is counted.

/// Notes that so many steps were taken.
#[cfg(not(test))]
#[inline(always)]
pub(crate) const fn done(_steps: usize) {}

#[cfg(test)]
pub(crate) use counted::{done, steps};

#[cfg(test)]
mod counted {
    use std::cell::Cell;

    thread_local! {
        static STEPS: Cell<usize> = const { Cell::new(0) };
    }

    pub(crate) fn done(steps: usize) {
        STEPS.set(STEPS.get() + steps);
    }

    /// How many steps this thread has taken.
    pub(crate) fn steps() -> usize {
        STEPS.get()
    }
}
