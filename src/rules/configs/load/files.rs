//! The files that a pattern finds, and those that are found without one.

use globset::GlobBuilder;

use super::readers::{base_name, is_supported};

/// Files that `datasets` never reads as data, unless a pattern names them.
const NO_DATA: [&str; 6] =
    ["README.md", "config.json", "dataset_info.json", "dataset_infos.json", "dummy_data.zip", "dataset_dict.json"];

/// The names of splits that are looked for in the names of files and directories.
const KEYWORDS: [(&str, &[&str]); 3] = [
    ("train", &["train", "training"]),
    ("validation", &["validation", "valid", "dev", "val"]),
    ("test", &["test", "testing", "eval", "evaluation"]),
];

/// Whether a path has a part that one of the keywords has.
fn has_stem(path: &str) -> bool {
    ["train", "val", "dev", "test"].iter().any(|stem| path.contains(stem))
}

/// Splits and their files.
type Splits<'a> = Vec<(&'a str, Vec<&'a str>)>;

/// The files of splits that no pattern names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Found<'a> {
    /// The files of each split that a reader knows.
    Splits(Splits<'a>),
    /// A file names a split by a word that is not one.
    NotAWord(&'a str, &'a str),
    /// There are none.
    Nothing,
}

/// Says of a split that it is [`Found::NotAWord`], and what to do.
pub(in crate::rules) fn not_a_word(split: &str, path: &str) -> (String, &'static str) {
    let message = format!("`{path}` names the split `{split}`, which is not a valid split name");
    (message, "rename the files, or name their split with `data_files`")
}

/// Whether a pattern can match several files.
pub(in crate::rules) fn is_pattern(pattern: &str) -> bool {
    pattern.contains(['*', '?', '['])
}

/// Whether a shell would find several paths by the braces of a pattern.
pub(in crate::rules) fn has_braces(pattern: &str) -> bool {
    let within = pattern.split_once('{').and_then(|(_, rest)| rest.split_once('}'));
    within.is_some_and(|(within, _)| within.contains(',') || within.contains(".."))
}

/// A path below a directory of the repo, without what changes nothing; `None` where it leaves the repo, or is none of its paths.
pub(in crate::rules) fn joined(directory: &str, pattern: &str) -> Option<String> {
    let misused = pattern.split('/').any(|part| part.contains("**") && part != "**");
    let is_none = ["::", "://", "\\"].iter().any(|sign| pattern.contains(sign)) || has_braces(pattern);
    if misused || is_none || pattern.starts_with('/') {
        return None;
    }
    let parts: Vec<_> =
        directory.split('/').chain(pattern.split('/')).filter(|part| !part.is_empty() && *part != ".").collect();
    (!parts.contains(&"..")).then(|| parts.join("/"))
}

/// The files that a pattern from the repo's root finds; `None` if this cannot be told.
pub(in crate::rules) fn find<'a>(pattern: &str, paths: &'a [String]) -> Option<Vec<&'a str>> {
    let is_found = |path: &&String| is_data(path, pattern) && is_supported(path);
    if !is_pattern(pattern) {
        return Some(paths.iter().filter(|path| *path == pattern).filter(is_found).map(String::as_str).collect());
    }
    // Braces have no special meaning to `datasets`.
    let escaped = pattern.replace('{', "[{]").replace('}', "[}]");
    let glob = GlobBuilder::new(&escaped).literal_separator(true).backslash_escape(false).build().ok()?;
    let glob = glob.compile_matcher();
    Some(paths.iter().filter(|path| glob.is_match(path.as_str())).filter(is_found).map(String::as_str).collect())
}

/// Whether a path that a pattern matches counts as data.
fn is_data(path: &str, pattern: &str) -> bool {
    let hidden =
        |path: &str| path.split('/').filter(|part| part.starts_with('.') && !part.trim_matches('.').is_empty()).count();
    let special = |path: &str| {
        let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
        folders.split('/').filter(|part| part.starts_with("__")).count()
    };
    let name = base_name(path);
    (!NO_DATA.contains(&name) || name == base_name(pattern))
        && hidden(path) == hidden(pattern)
        && special(path) == special(pattern)
}

/// The files below a directory that are found without a pattern.
pub(in crate::rules) fn without_patterns<'a>(directory: &str, paths: &'a [String]) -> Found<'a> {
    let below = |path: &'a String| match directory {
        "" => Some(path.as_str()),
        directory => path.strip_prefix(directory)?.strip_prefix('/'),
    };
    // Each path with what counts of it: below the directory.
    let files: Vec<(&str, &str)> = paths
        .iter()
        .filter_map(|path| Some((path.as_str(), below(path)?)))
        .filter(|(_, below)| is_data(below, "**"))
        .collect();
    if let Some(found) = sharded(&files) {
        return found;
    }
    let by = |split: &'static str, is_chosen: &dyn Fn(&str) -> bool| (split, chosen(&files, is_chosen));
    // Most files name no split, which is quick to see.
    let may_name: Vec<_> = files.iter().copied().filter(|(_, below)| has_stem(below)).collect();
    let named = |has: fn(&str, &str) -> bool| -> Splits<'a> {
        let is_of = |words: &[&str], path: &str| words.iter().any(|word| has(path, word));
        KEYWORDS.iter().map(|(split, words)| (*split, chosen(&may_name, &|path| is_of(words, path)))).collect()
    };
    // The first that finds anything counts, even if no reader knows the files.
    let steps: [&dyn Fn() -> Splits<'a>; 5] = [
        &|| vec![by("logs", &|path| path.ends_with(".eval"))],
        &|| vec![by("test", &|path| matches!(base_name(path), "task.toml" | "instruction.md"))],
        &|| named(|path, word| directories(path).any(|part| is_named(part, word, true))),
        &|| named(|path, word| is_named(base_name(path), word, false)),
        &|| vec![by("train", &|_| true)],
    ];
    for step in steps {
        let splits: Vec<_> = step().into_iter().filter(|(_, files)| !files.is_empty()).collect();
        if !splits.is_empty() {
            let supported = |files: Vec<&'a str>| files.into_iter().filter(|path| is_supported(path)).collect();
            return Found::Splits(splits.into_iter().map(|(split, files)| (split, supported(files))).collect());
        }
    }
    Found::Nothing
}

fn chosen<'a>(files: &[(&'a str, &'a str)], is_chosen: &dyn Fn(&str) -> bool) -> Vec<&'a str> {
    files.iter().filter(|(_, below)| is_chosen(below)).map(|(path, _)| *path).collect()
}

fn directories(path: &str) -> impl Iterator<Item = &str> {
    let parts = path.split('/').count();
    path.split('/').take(parts - 1)
}

/// Where a name has a word between characters that are not letters: alone, at its start, at its end, within it.
fn places(name: &str, word: &str) -> [bool; 4] {
    let separates = |each: char| matches!(each, '-' | '.' | '_' | ' ' | '0'..='9');
    let mut places = [false; 4];
    for (at, _) in name.match_indices(word) {
        let before = name[..at].chars().next_back().map(separates);
        let after = name[at + word.len()..].chars().next().map(separates);
        match (before, after) {
            (None, None) => places[0] = true,
            (None, Some(true)) => places[1] = true,
            (Some(true), None) => places[2] = true,
            (Some(true), Some(true)) => places[3] = true,
            _ => {}
        }
    }
    places
}

/// Whether a name has a word between characters that are not letters. A directory may end with it.
fn is_named(name: &str, word: &str, may_end: bool) -> bool {
    let [alone, start, end, within] = places(name, word);
    start || within || may_end && (alone || end)
}

/// How often a file of a split that no pattern names is read: once for each way in which its path names the split.
pub(in crate::rules) fn times_read(split: &str, path: &str) -> usize {
    let Some((_, words)) = KEYWORDS.iter().find(|(name, _)| *name == split) else { return 1 };
    let ways = |word: &&str| {
        let mut ways = [false; 4];
        for directory in directories(path) {
            for (way, found) in ways.iter_mut().zip(places(directory, word)) {
                *way |= found;
            }
        }
        ways.into_iter().filter(|way| *way).count()
    };
    let by_directories: usize = words.iter().map(ways).sum();
    let by_name = || words.iter().flat_map(|word| [1, 3].map(|place| places(base_name(path), word)[place]));
    if by_directories > 0 { by_directories } else { by_name().filter(|named| *named).count().max(1) }
}

/// The splits of files such as `data/train-00000-of-00002.parquet`.
fn sharded<'a>(files: &[(&'a str, &'a str)]) -> Option<Found<'a>> {
    let mut splits: Splits<'_> = Vec::new();
    let mut shards: Vec<(&str, &str)> = Vec::new();
    for (path, below) in files {
        let Some(split) = below.strip_prefix("data/").filter(|name| !name.contains('/')).and_then(split_of_shard)
        else {
            continue;
        };
        shards.push((split, path));
    }
    if shards.is_empty() {
        return None;
    }
    let is_word = |split: &str| {
        split.split('.').all(|word| !word.is_empty() && word.chars().all(|each| each.is_alphanumeric() || each == '_'))
    };
    if let Some((split, path)) = shards.iter().find(|(split, _)| !is_word(split)) {
        return Some(Found::NotAWord(split, path));
    }
    for (split, path) in shards.into_iter().filter(|(_, path)| is_supported(path)) {
        match splits.iter_mut().find(|(known, _)| *known == split) {
            Some((_, files)) => files.push(path),
            None => splits.push((split, vec![path])),
        }
    }
    // The usual ones come first, and the first one chooses the reader.
    let rank = |split: &str| KEYWORDS.iter().position(|(usual, _)| *usual == split).unwrap_or(KEYWORDS.len());
    splits.sort_by_key(|(split, _)| (rank(split), *split));
    Some(Found::Splits(splits))
}

/// `train` of `train-00000-of-00002.parquet`.
fn split_of_shard(name: &str) -> Option<&str> {
    let is_number = |text: &str| text.len() == 5 && text.bytes().all(|each| each.is_ascii_digit());
    name.rmatch_indices("-of-").find_map(|(at, _)| {
        name.get(at + 4..at + 9).filter(|text| is_number(text))?;
        let number = name.get(at.checked_sub(5)?..at).filter(|text| is_number(text))?;
        let split = name[..at - number.len()].strip_suffix('-')?;
        name[at..].contains('.').then_some(split)
    })
}

#[cfg(test)]
mod tests {
    use super::{Found, KEYWORDS, find, has_stem, joined, times_read, without_patterns};

    fn paths(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn splits(names: &[&str]) -> Vec<String> {
        match without_patterns("", &paths(names)) {
            Found::Splits(splits) => {
                splits.iter().map(|(split, files)| format!("{split}: {}", files.join(" "))).collect()
            }
            Found::NotAWord(split, _) => vec![format!("not a word: {split}")],
            Found::Nothing => Vec::new(),
        }
    }

    #[test]
    fn files_without_patterns_are_split_by_their_names() {
        assert_eq!(splits(&["README.md", "a.csv"]), ["train: a.csv"]);
        assert_eq!(splits(&["train.csv", "my-test_1.csv"]), ["train: train.csv", "test: my-test_1.csv"]);
        assert_eq!(splits(&["train/a.csv", "x_dev/b.csv", "c.csv"]), ["train: train/a.csv", "validation: x_dev/b.csv"]);
        assert_eq!(splits(&["data.csv", "train.py"]), ["train: "]);
        assert_eq!(splits(&["contrain.csv", "testing"]), ["train: contrain.csv"]);
        assert_eq!(splits(&["a.csv", "x/instruction.md"]), ["test: x/instruction.md"]);
        assert_eq!(splits(&[".cache/a.csv", "__x__/b.csv", "dataset_infos.json"]), Vec::<String>::new());
    }

    #[test]
    fn a_path_may_name_its_split_more_than_once() {
        let times = [
            ("test", "test/eval/a.csv", 2),
            ("test", "eval/testing/evaluation/a.csv", 3),
            ("train", "train/train_images/a.csv", 2),
            ("train", "train_2/x_train/a.csv", 2),
            ("train", "a/train/b/train/c.csv", 1),
            ("train", "x_train_1/train_y.csv", 1),
            ("train", "train/val/a.csv", 1),
            ("train", "train_train_train.csv", 2),
            ("validation", "dev-val.csv", 2),
            ("train", "a.csv", 1),
            ("zoo", "data/zoo-00000-of-00001.csv", 1),
        ];
        for (split, path, expected) in times {
            assert_eq!(times_read(split, path), expected, "{split} {path}");
        }
    }

    #[test]
    fn each_keyword_has_a_stem() {
        assert!(KEYWORDS.iter().flat_map(|(_, words)| *words).all(|word| has_stem(word)));
    }

    #[test]
    fn shards_name_their_splits() {
        let shard = |split: &str| format!("data/{split}-00000-of-00001.parquet");
        let names = [shard("zoo"), shard("test"), shard("train")];
        let found = splits(&[&names[0], &names[1], &names[2], "other.csv"]);
        assert_eq!(
            found,
            [format!("train: {}", names[2]), format!("test: {}", names[1]), format!("zoo: {}", names[0])]
        );
        assert_eq!(splits(&[&shard("my-split")]), ["not a word: my-split"]);
    }

    #[test]
    fn patterns_find_data_only() {
        let paths = paths(&["a.csv", "data/b.csv", "data/c.npy", "README.md", ".x.csv"]);
        assert_eq!(find("**/*.csv", &paths), Some(vec!["a.csv", "data/b.csv"]));
        assert_eq!(find("data/*", &paths), Some(vec!["data/b.csv"]));
        assert_eq!(find("data/c.npy", &paths), Some(Vec::new()));
        assert_eq!(find(".x.csv", &paths), Some(vec![".x.csv"]));
        assert_eq!(joined("./data/", "./b.csv").as_deref(), Some("data/b.csv"));
        assert_eq!(joined("", "https://a/b.csv"), None);
    }
}
