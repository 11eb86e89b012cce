//! What may not lie in git itself: binary files and large ones, which belong into LFS or Xet.

use std::collections::{BTreeMap, BTreeSet};

use gix_hash::ObjectId;
use gix_object::Kind;

use super::Repository;
use super::attributes::LARGEST_REGULAR;
use super::pointer::Pointer;

/// How much of a pushed file is looked at for what is binary, in bytes: as much as git looks at.
const LOOKED_AT: usize = 8000;
/// How much of a committed one: what a client sends of it to `preupload`, which would have said so.
const SAMPLE: usize = 512;

/// Why a file may not lie in git.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Offense {
    Large,
    Binary,
}

impl Offense {
    fn of(bytes: &[u8], looked_at: usize) -> Option<Self> {
        if bytes.len() as u64 > LARGEST_REGULAR {
            Some(Self::Large)
        } else if bytes.iter().take(looked_at).any(|byte| *byte == 0) {
            Some(Self::Binary)
        } else {
            None
        }
    }

    /// The lines that say so.
    // fidelity: refused-files
    fn lines(self) -> &'static str {
        match self {
            Self::Large => {
                "Your push was rejected because it contains files larger than 10 MiB.\n\
                 Please use https://git-lfs.github.com/ to store large files.\n\
                 See also: https://hf.co/docs/hub/repositories-getting-started#terminal"
            }
            Self::Binary => {
                "Your push was rejected because it contains binary files.\n\
                 Please use https://huggingface.co/docs/hub/xet to store binary files.\n\
                 See also: https://huggingface.co/docs/hub/xet/using-xet-storage#git"
            }
        }
    }
}

/// The files that a commit or push may not bring.
#[derive(Debug, Default)]
pub struct Offending(BTreeMap<Offense, BTreeSet<(String, String)>>);

impl Offending {
    /// Looks at a file that a commit puts into a branch.
    pub fn look_at(&mut self, path: &str, bytes: &[u8], branch: &str) {
        if let Some(offense) = Offense::of(bytes, SAMPLE) {
            self.add(offense, path, branch);
        }
    }

    fn add(&mut self, offense: Offense, path: &str, name: &str) {
        self.0.entry(offense).or_default().insert((path.to_owned(), name.to_owned()));
    }

    /// What the Hub says of them; `None` where there are none.
    pub fn refusal(&self) -> Option<String> {
        let (offense, files) = self.0.first_key_value()?;
        let files: String = files.iter().map(|(path, name)| format!("\n  - {path} (ref: {name})")).collect();
        Some(format!("{}\n\nOffending files:{files}", offense.lines()))
    }
}

impl Repository {
    /// The files that may not be in the commits of `refs` which `before` lacks: a later commit that deletes them changes
    /// nothing about it.
    pub fn offending(&self, before: &Repository, refs: &BTreeMap<String, ObjectId>) -> Offending {
        let new =
            self.objects.iter().filter(|(id, object)| object.kind == Kind::Blob && !before.objects.contains_key(*id));
        let found: BTreeMap<ObjectId, Offense> = new
            .filter(|(_, object)| Pointer::read(&object.data).is_none())
            .filter_map(|(id, object)| Some((*id, Offense::of(&object.data, LOOKED_AT)?)))
            .collect();
        let mut offending = Offending::default();
        if found.is_empty() {
            return offending;
        }
        for (name, tip) in refs {
            let commits = self.peel(*tip).map(|commit| self.log(commit)).unwrap_or_default();
            for commit in commits.into_iter().filter(|commit| !before.objects.contains_key(&commit.id)) {
                for entry in self.all_files(commit.id) {
                    if let Some(offense) = found.get(&entry.oid) {
                        offending.add(*offense, &entry.path, name);
                    }
                }
            }
        }
        offending
    }
}
