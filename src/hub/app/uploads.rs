//! What clients have sent and no commit has named yet: large files, parts of them, and xorbs.
//!
//! None of it is part of the Hub's state: an upload that is cut in the middle, or never committed, leaves nothing there.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::session_ids::random;
use crate::hub::state::ObjectId;
use crate::hub::state::files::content::{Content, ContentWriter, hex};
use crate::hub::state::xet::Xorb;

/// How long an upload may wait for its next step.
const UPLOAD_LIFETIME: Duration = Duration::from_secs(3600);

/// The uploads under way.
#[derive(Debug)]
pub(crate) struct Uploads {
    secret: [u8; 32],
    /// Complete large files, by repo and LFS object id.
    objects: HashMap<Key, (Instant, Content)>,
    /// Parts of large files, by number.
    parts: HashMap<Key, (Instant, BTreeMap<u32, Content>)>,
    xorbs: BTreeMap<String, Arc<Xorb>>,
}

/// A large file of a repo, by its LFS object id.
pub(crate) type Key = (ObjectId, String);

impl Default for Uploads {
    fn default() -> Self {
        let mut secret = [0; 32];
        random(&mut secret);
        Self { secret, objects: HashMap::new(), parts: HashMap::new(), xorbs: BTreeMap::new() }
    }
}

impl Uploads {
    /// The signature of the permission `what` in a link: nobody else can make it, and the link needs no other credential.
    pub(crate) fn sign(&self, what: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.secret);
        hash.update(what);
        hex(&hash.finalize())[..40].to_owned()
    }

    /// Names this run of the store. Clients remember per address which chunks a store has, and this one starts empty.
    pub(crate) fn run(&self) -> String {
        self.sign("run")[..12].to_owned()
    }

    /// Keeps a complete large file until it is committed.
    pub(crate) fn keep(&mut self, key: Key, content: Content) {
        self.parts.remove(&key);
        let now = Instant::now();
        self.objects.retain(|_, (since, _)| now.duration_since(*since) < UPLOAD_LIFETIME);
        self.parts.retain(|_, (since, _)| now.duration_since(*since) < UPLOAD_LIFETIME);
        self.objects.insert(key, (now, content));
    }

    /// A large file that was uploaded.
    pub(crate) fn get(&self, key: &Key) -> Option<&Content> {
        self.objects.get(key).map(|(_, content)| content)
    }

    /// The large files that were uploaded for a repo, by their LFS object ids.
    pub(crate) fn of(&self, repo: ObjectId) -> HashMap<String, Content> {
        let own = self.objects.iter().filter(|((of, _), _)| *of == repo);
        own.map(|((_, oid), (_, content))| (oid.clone(), content.clone())).collect()
    }

    /// Forgets a large file that is now committed.
    pub(crate) fn forget(&mut self, key: &Key) {
        self.objects.remove(key);
    }

    /// Keeps one part of a large file.
    pub(crate) fn keep_part(&mut self, key: Key, number: u32, content: Content) {
        let (since, parts) = self.parts.entry(key).or_insert_with(|| (Instant::now(), BTreeMap::new()));
        *since = Instant::now();
        parts.insert(number, content);
    }

    /// The parts of a large file in order, which are then forgotten.
    pub(crate) fn take_parts(&mut self, key: &Key) -> BTreeMap<u32, Content> {
        self.parts.remove(key).map(|(_, parts)| parts).unwrap_or_default()
    }

    /// Keeps a xorb; whether it is new.
    pub(crate) fn keep_xorb(&mut self, name: String, xorb: Xorb) -> bool {
        self.xorbs.insert(name, Arc::new(xorb)).is_none()
    }

    /// The xorbs by their hash.
    pub(crate) fn xorbs(&self) -> &BTreeMap<String, Arc<Xorb>> {
        &self.xorbs
    }
}

/// Puts parts together; each is let go once it is written. Returns the content and its SHA-256.
pub(crate) fn join(parts: BTreeMap<u32, Content>) -> io::Result<(Content, String)> {
    let mut whole = ContentWriter::default();
    for part in parts.into_values() {
        for piece in part.pieces(0..part.size()) {
            whole.write_all(&piece?)?;
        }
    }
    Ok(whole.finish())
}
