//! Which files go to LFS: the rules of `.gitattributes` and those that the Hub gives a new repo.

use globset::{GlobBuilder, GlobMatcher};

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

/// The rules of a `.gitattributes`, as far as LFS goes.
#[derive(Debug, Default)]
pub struct Attributes {
    rules: Vec<(GlobMatcher, bool)>,
}

impl Attributes {
    /// Reads the rules; lines that cannot be read are passed over, as git does.
    pub fn read(text: &str) -> Attributes {
        let rules = text.lines().filter_map(|line| {
            let mut words = line.split_ascii_whitespace();
            let pattern = words.next().filter(|pattern| !pattern.starts_with('#'))?.replace("[[:space:]]", " ");
            let mut lfs = words.filter_map(|word| match word {
                "filter=lfs" => Some(true),
                _ if word.starts_with("filter=") || word == "-filter" || word == "!filter" => Some(false),
                _ => None,
            });
            let lfs = lfs.next_back()?;
            let pattern = match pattern.strip_prefix('/') {
                Some(anchored) => anchored.to_owned(),
                None if pattern.contains('/') => pattern,
                None => format!("**/{pattern}"),
            };
            let glob = GlobBuilder::new(&pattern).literal_separator(true).backslash_escape(true).build().ok()?;
            Some((glob.compile_matcher(), lfs))
        });
        Attributes { rules: rules.collect() }
    }

    /// Whether the file at `path` goes to LFS: the last rule that fits decides.
    pub fn lfs(&self, path: &str) -> bool {
        self.rules.iter().rev().find(|(glob, _)| glob.is_match(path)).is_some_and(|(_, lfs)| *lfs)
    }
}
