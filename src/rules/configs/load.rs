//! What `load_dataset` makes of a card and the files of its repo, as far as their names tell (datasets 5.2.0).
//!
//! It chooses one reader for the whole repo, by the files of the first config; then it looks up the files of the config that is
//! loaded, below its `data_dir`, and hands them to that reader. Without `data_files`, it takes files by the names of splits in their
//! paths.

pub(in crate::rules) mod files;
pub(in crate::rules) mod readers;

use indexmap::IndexMap;

use self::files::Found;
use self::readers::{Choice, of_files};
use crate::card::Card;
use crate::source::Span;
use crate::yaml::{Node, Value};

/// In repos with more files, what is found without patterns is not looked for: each commit would wait for it.
pub(in crate::rules) const MAX_FILES: usize = 5_000;

/// A pattern of `data_files`.
#[derive(Clone, Copy, Debug)]
pub(in crate::rules) struct Pattern<'a> {
    pub(in crate::rules) text: &'a str,
    pub(in crate::rules) at: Span,
}

/// A split that `data_files` names, or `train`.
#[derive(Clone, Debug)]
pub(in crate::rules) struct Declared<'a> {
    pub(in crate::rules) name: &'a str,
    /// What names it: its own name, or the patterns without one.
    pub(in crate::rules) at: Span,
    pub(in crate::rules) patterns: Vec<Pattern<'a>>,
}

/// The splits of a config's `data_files`; `None` if it has none, or they are not as `datasets` reads them.
pub(in crate::rules) fn declared(config: &Node) -> Option<Vec<Declared<'_>>> {
    let files = config.get("data_files")?;
    match &files.value {
        Value::Sequence(items) if items.iter().any(|item| matches!(item.value, Value::Mapping(_))) => items
            .iter()
            .map(|item| {
                let (split, path) = (item.get("split")?, item.get("path")?);
                Some(Declared { name: split.as_str()?, at: split.span, patterns: patterns(path)? })
            })
            .collect(),
        Value::String(_) | Value::Sequence(_) => {
            Some(vec![Declared { name: "train", at: files.span, patterns: patterns(files)? }])
        }
        _ => None,
    }
}

/// The pattern, or the patterns of a list of them.
fn patterns(node: &Node) -> Option<Vec<Pattern<'_>>> {
    let strings = node.strings();
    let all = node.as_str().is_some() || strings.len() == node.items().len();
    all.then(|| strings.into_iter().map(|(text, at)| Pattern { text, at }).collect())
}

/// The configs of a card as `datasets` has them: of two with the same name, the last one, in the place of the first.
pub(in crate::rules) fn configs(card: &Card) -> Vec<&Node> {
    let named = super::configs(card).iter().filter_map(|config| Some((config.get("config_name")?.as_str()?, config)));
    named.collect::<IndexMap<_, _>>().into_values().collect()
}

/// The directory of a config's files, below the root.
pub(in crate::rules) fn directory(config: &Node) -> &str {
    config.get("data_dir").and_then(Node::as_str).unwrap_or_default()
}

/// A split and its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::rules) struct Split<'a> {
    pub(in crate::rules) name: &'a str,
    pub(in crate::rules) files: Vec<&'a str>,
}

/// The splits of a config below a directory, if that can be known.
pub(in crate::rules) fn splits<'a>(
    config: Option<&'a Node>,
    directory: &str,
    paths: &'a [String],
) -> Option<Vec<Split<'a>>> {
    let declares =
        config.is_some_and(|config| config.get("data_files").is_some_and(|files| files.value != Value::Null));
    if let Some(config) = config.filter(|_| declares) {
        let splits = declared(config)?.into_iter().map(|split| {
            let files: Option<Vec<_>> = split
                .patterns
                .iter()
                .map(|pattern| files::find(&files::joined(directory, pattern.text)?, paths))
                .collect();
            Some(Split { name: split.name, files: files?.concat() })
        });
        return splits.collect();
    }
    match files::without_patterns(&files::joined(directory, "")?, paths) {
        Found::Splits(splits) => Some(splits.into_iter().map(|(name, files)| Split { name, files }).collect()),
        Found::NotAWord(..) | Found::Nothing => None,
    }
}

/// The splits by which `datasets` chooses the reader of the repo: those of the first config, from the root.
pub(in crate::rules) fn first_splits<'a>(card: &'a Card, paths: &'a [String]) -> Option<Vec<Split<'a>>> {
    splits(configs(card).first().copied(), "", paths)
}

/// The reader of a repo.
pub(in crate::rules) fn reader(card: &Card, paths: &[String]) -> Option<Choice> {
    let splits = first_splits(card, paths)?;
    let mut choices = splits.iter().map(|split| of_files(&split.files));
    let first = choices.next()?;
    choices.all(|choice| choice == first).then_some(first)
}

/// The reader of a repo: by its files, or where they are not known, by the patterns of the first config.
pub(in crate::rules) fn reader_of(card: &Card, paths: Option<&[String]>) -> Option<Choice> {
    let Some(paths) = paths else {
        let splits = declared(configs(card).first()?)?;
        let patterns: Vec<_> = splits.iter().flat_map(|split| &split.patterns).map(|pattern| pattern.text).collect();
        let first = readers::of_file(patterns.first()?);
        return patterns.iter().all(|pattern| readers::of_file(pattern) == first).then_some(first);
    };
    reader(card, paths)
}

/// Whether files are tasks of agents, the one thing for which Markdown and TOML are data: each has a `task.toml` and, beside it, an
/// `instruction.md`.
pub(in crate::rules) fn are_tasks(files: &[&str], paths: &[String]) -> bool {
    let tasks: Vec<_> = files.iter().filter_map(|path| path.strip_suffix("task.toml")).collect();
    let has_instruction = |task: &str| paths.iter().any(|path| path.strip_prefix(task) == Some("instruction.md"));
    !tasks.is_empty() && tasks.into_iter().all(has_instruction)
}
