//! What the service finds out about a request before its handler runs.

use super::address::Address;
use super::auth::Asker;

/// Who asks, and for what; every request carries it.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    /// Who asks.
    pub(crate) asker: Asker,
    /// Where the request goes.
    pub(crate) address: Address,
}
