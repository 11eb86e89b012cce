//! Names of commits: branches, tags, other refs, and object ids.

use gix_hash::ObjectId;
use gix_object::{Kind, TagRef};

use super::Repository;

/// Where branches are among the refs.
pub const BRANCH: &str = "refs/heads/";
/// Where tags are among the refs.
pub const TAG: &str = "refs/tags/";
/// The branch that `HEAD` means.
pub const DEFAULT_BRANCH: &str = "main";

/// The shortest abbreviation of an object id that is taken.
const SHORTEST_ABBREVIATION: usize = 4;

impl Repository {
    /// The commit that a revision names: `HEAD`, a branch, a tag, a full ref or a long or short object id.
    pub fn resolve(&self, revision: &str) -> Option<ObjectId> {
        let revision = if revision == "HEAD" { DEFAULT_BRANCH } else { revision };
        let named = [revision.to_owned(), format!("{BRANCH}{revision}"), format!("{TAG}{revision}")];
        let by_name = named.iter().find_map(|name| self.refs.get(name).copied());
        self.peel(by_name.or_else(|| self.by_id(revision))?)
    }

    /// The full name of the branch (or `refs/…` other than a tag) that `revision` names, where it exists.
    pub fn branch(&self, revision: &str) -> Option<String> {
        let revision = if revision == "HEAD" { DEFAULT_BRANCH } else { revision };
        let name = if revision.starts_with("refs/") { revision.to_owned() } else { format!("{BRANCH}{revision}") };
        (self.refs.contains_key(&name) && !name.starts_with(TAG)).then_some(name)
    }

    /// The commit behind an annotated tag, or the commit itself.
    pub fn peel(&self, id: ObjectId) -> Option<ObjectId> {
        let object = self.objects.get(&id)?;
        match object.kind {
            Kind::Commit => Some(id),
            Kind::Tag => self.peel(TagRef::from_bytes(&object.data, gix_hash::Kind::Sha1).ok()?.target()),
            Kind::Blob | Kind::Tree => None,
        }
    }

    fn by_id(&self, text: &str) -> Option<ObjectId> {
        if text.len() < SHORTEST_ABBREVIATION || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let text = text.to_ascii_lowercase();
        let mut fitting = self.objects.iter().filter(|(id, object)| {
            matches!(object.kind, Kind::Commit | Kind::Tag) && id.to_hex().to_string().starts_with(&text)
        });
        match (fitting.next(), fitting.next()) {
            (Some((id, _)), None) => Some(*id),
            _ => None,
        }
    }
}
