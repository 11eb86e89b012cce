//! The readers of `datasets`, and the one that it chooses for files: by their extensions.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;

/// As in `datasets`; `tests/clients/load` compares the two.
#[derive(Default, Deserialize)]
struct Table {
    /// The extensions of each reader, by its name and the settings that they bring.
    readers: IndexMap<String, Vec<String>>,
    /// Extensions of files that are read along with others, or that hold them.
    other_extensions: Vec<String>,
    /// Files that describe the data beside them, and do not count.
    metadata_files: Vec<String>,
}

struct Readers {
    by_extension: HashMap<&'static str, &'static str>,
    metadata_files: &'static [String],
}

static READERS: LazyLock<Readers> = LazyLock::new(|| {
    static TABLE: LazyLock<Table> =
        LazyLock::new(|| serde_json::from_str(include_str!("readers.json")).unwrap_or_default());
    let mut by_extension: HashMap<_, _> =
        TABLE.other_extensions.iter().map(|extension| (extension.as_str(), "")).collect();
    for (reader, extensions) in &TABLE.readers {
        by_extension.extend(extensions.iter().map(|extension| (extension.as_str(), reader.as_str())));
    }
    Readers { by_extension, metadata_files: &TABLE.metadata_files }
});

/// A reader, with the settings that the extension of its files brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) struct Reader(&'static str);

/// The reader of some files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Choice {
    /// This one.
    Reader(Reader),
    /// That of the files in an archive, which nobody knows without opening it.
    Archive,
    /// No reader knows these files.
    None,
}

/// What a reader makes of a file of another format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Reading {
    /// The load stops.
    Fails,
    /// It gets other values than the file has.
    Garbles,
    /// It passes over the file.
    Skips,
    /// It reads the file.
    Reads,
}

/// The last part of a path.
pub(super) fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The extensions of a file's name, each with its dot.
fn extensions(path: &str) -> impl Iterator<Item = &str> {
    let name = base_name(path);
    name.match_indices('.').map(|(at, _)| {
        let end = name[at + 1..].find('.').map_or(name.len(), |next| at + 1 + next);
        &name[at..end]
    })
}

fn is_metadata(path: &str) -> bool {
    let base = base_name(path);
    READERS.metadata_files.iter().any(|name| name == base)
}

/// Whether a file says something of the images, or other media, beside it. The metadata of other readers, such as `task.toml`, does not.
pub(in crate::rules) fn is_media_metadata(path: &str) -> bool {
    is_metadata(path) && base_name(path).starts_with("metadata.")
}

/// Whether a file can be data: else no pattern finds it.
pub(in crate::rules) fn is_supported(path: &str) -> bool {
    extensions(path).any(|extension| READERS.by_extension.contains_key(extension))
}

/// The reader of a file, if its name says so.
pub(in crate::rules) fn of_file(path: &str) -> Choice {
    let mut all = extensions(path);
    match (all.next(), all.next()) {
        (Some(only), None) => of_extension(&lowercase(only)).unwrap_or(Choice::None),
        _ => of_files(&[path]),
    }
}

/// The reader of an extension; `None` if files with it say nothing of the others.
fn of_extension(extension: &str) -> Option<Choice> {
    match *READERS.by_extension.get(extension)? {
        "" => (extension == ".zip").then_some(Choice::Archive),
        reader => Some(Choice::Reader(Reader(reader))),
    }
}

fn lowercase(extension: &str) -> Cow<'_, str> {
    let is_lowercase = extension.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_lowercase { extension.into() } else { extension.to_lowercase().into() }
}

/// The reader of files: that of the extension that most of them have.
pub(in crate::rules) fn of_files(paths: &[&str]) -> Choice {
    const FAVORITES: [&str; 7] = [".parquet", ".lance", ".vortex", ".arrow", ".jsonl", ".json", ".csv"];
    let mut counts: HashMap<(Cow<'_, str>, bool), usize> = HashMap::new();
    for path in paths {
        let is_metadata = is_metadata(path);
        for extension in extensions(path) {
            *counts.entry((lowercase(extension), is_metadata)).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|((extension, is_metadata), count)| {
        let rank = FAVORITES.iter().position(|favorite| favorite == extension).unwrap_or(FAVORITES.len());
        (*is_metadata, Reverse(*count), rank, Reverse(extension.clone()))
    });
    counts.iter().find_map(|((extension, _), _)| of_extension(extension)).unwrap_or(Choice::None)
}

impl Choice {
    /// The files in words.
    pub(in crate::rules) fn files(self) -> String {
        match self {
            Self::Reader(reader) => reader.files(),
            Self::Archive => "archives".to_owned(),
            Self::None => "files of no reader".to_owned(),
        }
    }
}

impl Reader {
    /// Its name, which `load_dataset` takes, too.
    pub(in crate::rules) fn name(self) -> &'static str {
        self.0.split(' ').next().unwrap_or(self.0)
    }

    /// Its files in words.
    pub(in crate::rules) fn files(self) -> String {
        match self.name() {
            "csv" if self.is_tabular_by_tabs() => "TSV files".to_owned(),
            "csv" => "CSV files".to_owned(),
            "json" => "JSON files".to_owned(),
            "parquet" => "Parquet files".to_owned(),
            "imagefolder" => "images".to_owned(),
            name => format!("files for `{name}`"),
        }
    }

    /// Whether it reads one file as one row, or a folder of them.
    pub(in crate::rules) fn reads_media(self) -> bool {
        self.name().ends_with("folder")
    }

    /// Whether it reads tables whose columns are separated by tabs.
    pub(in crate::rules) fn is_tabular_by_tabs(self) -> bool {
        self.0.contains("\\t")
    }

    fn is_text(self) -> bool {
        const TEXT: [&str; 11] =
            ["csv", "json", "text", "conll", "xml", "harbor", "fasta", "fastq", "genbank", "pdb", "mmcif"];
        TEXT.contains(&self.name())
    }

    /// Whether it sets the columns itself, whatever `dataset_info` describes.
    pub(in crate::rules) fn sets_columns(self) -> bool {
        self.reads_media() || self.name() == "webdataset"
    }

    /// Whether files of this reader are documents as often as data.
    pub(in crate::rules) fn may_be_documents(self) -> bool {
        matches!(self.name(), "text" | "harbor" | "pdffolder")
    }

    /// What it makes of a file of another reader, alone or among files of its own.
    pub(in crate::rules) fn reading(self, other: Reader, path: &str, alone: bool) -> Reading {
        match self.name() {
            _ if self == other => Reading::Reads,
            _ if self.reads_media() && is_media_metadata(path) => Reading::Reads,
            "csv" if other.name() == "csv" && !alone => Reading::Fails,
            "csv" if other.name() == "csv" => Reading::Garbles,
            name if name == other.name() => Reading::Reads,
            "harbor" => Reading::Skips,
            _ if self.reads_media() => Reading::Skips,
            // A small archive of texts is text, too.
            "text" | "conll" if other.is_text() || other.name() == "webdataset" => Reading::Garbles,
            // Lines of JSON with as many commas each have as many columns.
            "csv" if alone && other.is_text() && !path.ends_with(".json") => Reading::Garbles,
            "fasta" | "fastq" | "genbank" | "pdb" | "mmcif" if other.is_text() => Reading::Skips,
            _ => Reading::Fails,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, Reader, Reading, is_supported, of_files};

    fn reader(paths: &[&str]) -> Option<&'static str> {
        match of_files(paths) {
            Choice::Reader(reader) => Some(reader.0),
            Choice::Archive => Some("archive"),
            Choice::None => None,
        }
    }

    #[test]
    fn the_extension_of_most_files_chooses() {
        assert_eq!(reader(&["a.csv"]), Some("csv"));
        assert_eq!(reader(&["a.tsv"]), Some("csv sep=\"\\t\""));
        assert_eq!(reader(&["a.csv", "b.parquet"]), Some("parquet"));
        assert_eq!(reader(&["a.csv", "b.csv", "c.parquet"]), Some("csv"));
        assert_eq!(reader(&["a.csv", "docs/a.md", "docs/b.md"]), Some("harbor"));
        assert_eq!(reader(&["a.png", "metadata.csv", "b/metadata.csv"]), Some("imagefolder"));
        assert_eq!(reader(&["a.json.gz"]), Some("json"));
        assert_eq!(reader(&["A.PNG"]), Some("imagefolder"));
        assert_eq!(reader(&["a.zip"]), Some("archive"));
        assert_eq!(reader(&["a.idx"]), None);
        assert_eq!(reader(&["a.npy", "LICENSE"]), None);
    }

    #[test]
    fn images_have_metadata_of_their_own() {
        let images = Reader("imagefolder");
        assert_eq!(images.reading(Reader("csv"), "a/metadata.csv", false), Reading::Reads);
        assert_eq!(images.reading(Reader("csv"), "a/labels.csv", false), Reading::Skips);
        assert_eq!(images.reading(Reader("harbor"), "a/task.toml", true), Reading::Skips);
    }

    #[test]
    fn an_extension_is_known_as_it_is_written() {
        for (path, known) in [("a.csv", true), ("a.CSV", false), ("a.PNG", true), ("a.csv.gz", true), ("csv", false)] {
            assert_eq!(is_supported(path), known, "{path}");
        }
    }
}
