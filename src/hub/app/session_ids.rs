//! The values of session cookies: nobody can guess them, unless a test wants to know them.

use sha2::{Digest, Sha256};

use crate::hub::state::files::content::hex;

/// How many bytes of chance a session id has.
const SESSION_ID_BYTES: usize = 16;

/// Where session ids come from.
#[derive(Debug, Default)]
pub(crate) struct SessionIds {
    seed: Option<u64>,
    given: u64,
}

impl SessionIds {
    /// The same ids in the same order for the same seed.
    pub(crate) fn seeded(seed: u64) -> Self {
        Self { seed: Some(seed), given: 0 }
    }

    /// Begins anew: with a seed, at the first id again.
    pub(crate) fn reset(&mut self) {
        self.given = 0;
    }

    /// The next id. The error is the operating system's, which has no random numbers.
    pub(crate) fn next(&mut self) -> Result<String, getrandom::Error> {
        let mut bytes = [0; SESSION_ID_BYTES];
        match self.seed {
            None => getrandom::fill(&mut bytes)?,
            Some(seed) => {
                self.given += 1;
                let hash = Sha256::digest(format!("session {seed} {}", self.given));
                bytes.copy_from_slice(&hash[..SESSION_ID_BYTES]);
            }
        }
        Ok(hex(&bytes))
    }
}
