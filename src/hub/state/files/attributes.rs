//! Which files go to LFS: the rules of `.gitattributes` and those that the Hub gives a new repo.

use std::path::PathBuf;

use gix_attributes::glob::pattern::Case;
use gix_attributes::search::{MetadataCollection, Outcome};
use gix_attributes::{Search, StateRef};

use crate::card::RepoType;

/// Files of at least this size never go into git itself, in bytes.
pub const LARGEST_REGULAR: u64 = 10 << 20;

const RULE: &str = "filter=lfs diff=lfs merge=lfs -text";

/// What every new repo keeps in LFS.
const PATTERNS: [&str; 35] = [
    "*.7z",
    "*.arrow",
    "*.bin",
    "*.bz2",
    "*.ckpt",
    "*.ftz",
    "*.gz",
    "*.h5",
    "*.joblib",
    "*.lfs.*",
    "*.mlmodel",
    "*.model",
    "*.msgpack",
    "*.npy",
    "*.npz",
    "*.onnx",
    "*.ot",
    "*.parquet",
    "*.pb",
    "*.pickle",
    "*.pkl",
    "*.pt",
    "*.pth",
    "*.rar",
    "*.safetensors",
    "saved_model/**/*",
    "*.tar.*",
    "*.tar",
    "*.tflite",
    "*.tgz",
    "*.wasm",
    "*.xz",
    "*.zip",
    "*.zst",
    "*tfevents*",
];
/// What a new dataset keeps in LFS besides.
const MEDIA: [&str; 19] = [
    "*.pcm", "*.sam", "*.raw", "*.aac", "*.flac", "*.mp3", "*.ogg", "*.wav", "*.bmp", "*.gif", "*.png", "*.tiff",
    "*.jpg", "*.jpeg", "*.webp", "*.mp4", "*.webm", "*.lz4", "*.mds",
];

/// The `.gitattributes` of a new repo.
pub fn default_attributes(repo_type: RepoType) -> String {
    let media: &[&str] = if repo_type == RepoType::Dataset { &MEDIA } else { &[] };
    PATTERNS.iter().chain(media).fold(String::new(), |text, pattern| text + pattern + " " + RULE + "\n")
}

/// The line of `.gitattributes` that keeps one file in LFS.
pub fn line_for(path: &str) -> String {
    format!("{} {RULE}\n", path.replace(' ', "[[:space:]]"))
}

/// The rules of a `.gitattributes`, as far as LFS goes; git's own reading of them.
#[derive(Debug)]
pub struct Attributes {
    rules: Search,
    names: MetadataCollection,
}

impl Attributes {
    /// Reads the rules; lines that cannot be read are ignored, as by git.
    pub fn read(text: &str) -> Attributes {
        let (mut rules, mut names) = (Search::default(), MetadataCollection::default());
        // A text in memory can be read.
        let _ = rules.add_patterns_buffer(text.as_bytes(), PathBuf::from(".gitattributes"), None, &mut names, true);
        Attributes { rules, names }
    }

    /// Whether the file at `path` goes to LFS: the last rule that fits decides.
    pub fn lfs(&self, path: &str) -> bool {
        let mut found = Outcome::default();
        found.initialize_with_selection(&self.names, ["filter"]);
        self.rules.pattern_matching_relative_path(path.into(), Case::Sensitive, Some(false), &mut found);
        let filter = found.iter_selected().next();
        filter.is_some_and(|found| matches!(found.assignment.state, StateRef::Value(value) if value.as_bstr() == "lfs"))
    }
}
