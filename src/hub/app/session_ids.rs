//! The values of session cookies: nobody can guess them, unless a test wants to know them.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

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

    /// The next id.
    pub(crate) fn next(&mut self) -> String {
        let mut bytes = [0; SESSION_ID_BYTES];
        match self.seed {
            None => random(&mut bytes),
            Some(seed) => {
                self.given += 1;
                let hash = Sha256::digest(format!("session {seed} {}", self.given));
                bytes.copy_from_slice(&hash[..SESSION_ID_BYTES]);
            }
        }
        hex(&bytes)
    }
}

/// Fills bytes with what nobody can guess.
pub(crate) fn random(bytes: &mut [u8]) {
    if getrandom::fill(bytes).is_err() {
        // The system has no random numbers: what changes with each process is the next best.
        for byte in bytes {
            *byte = RandomState::new().build_hasher().finish().to_le_bytes()[0];
        }
    }
}
