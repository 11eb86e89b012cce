use super::load;
use super::load::readers::{Choice, Reader, Reading, is_media_metadata, of_file, of_files};
use crate::card::Card;
use crate::rule::diagnostic::Severity;
use crate::rule::{Check, Findings, rule};
use crate::source::Span;
use crate::yaml::{Node, Value};

rule! {
    /// The splits or configs of a dataset have files of different formats.
    ///
    /// `datasets` reads a whole repo with one reader, which it chooses by the files of the first config: by the extension that most
    /// of them have. It raises an error if two splits of that config need two readers. Files of other configs are read with the
    /// same reader: some stop the load, others are read as what they are not, such as a table of JSON as CSV. Where the files of
    /// the repo are known, they decide; else the extensions in the patterns. Images with a metadata file in one split need one in each.
    "data-files-mixed-formats", Error, predicts: [Datasets], evidence: "datasets 5.2.0 infer_module_for_data_files, run; datasets#6447", since: "0.1.0",
    Check::Card(check)
}

/// What to do where two splits have files of different formats.
pub(super) const ONE_FORMAT: &str =
    "convert the files to one format: the splits of a dataset are read with a single reader";

/// A split with its files, or with patterns whose extension says what they are.
struct Split<'a> {
    name: &'a str,
    at: Span,
    files: Vec<&'a str>,
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let configs = load::configs(card);
    let Some(first) = configs.first() else { return };
    let paths = findings.context.paths();
    let splits = splits(first, "", paths);
    let mut chosen: Option<(Reader, &str, Span)> = None;
    for split in &splits {
        // Without the files, what most of them are is not known.
        let Choice::Reader(reader) = of_files(&split.files) else { continue };
        match chosen {
            _ if paths.is_none() && split.files.iter().any(|file| of_file(file) != Choice::Reader(reader)) => {}
            None => chosen = Some((reader, split.name, split.at)),
            Some((known, name, at)) if known != reader => {
                findings
                    .report(
                        split.at,
                        format!(
                            "{} in the split `{}`, but {} in `{name}`: `load_dataset` raises an error",
                            reader.files(),
                            split.name,
                            known.files()
                        ),
                    )
                    .label(at, format!("{} here", known.files()))
                    .help(ONE_FORMAT);
                return;
            }
            Some(_) => {}
        }
    }
    let reader = match (chosen, paths) {
        (Some((reader, ..)), _) => reader,
        (None, Some(_)) => return,
        (None, None) => {
            match splits.iter().map(|split| of_files(&split.files)).find(|choice| *choice != Choice::None) {
                Some(Choice::Reader(reader)) => reader,
                _ => return,
            }
        }
    };
    let place = splits.first().map_or_else(|| first.span, |split| split.at);
    for config in &configs {
        unreadable(config, reader, place, paths, findings);
    }
}

/// Reports the first split of a config that the reader cannot read.
fn unreadable(config: &Node, reader: Reader, place: Span, paths: Option<&[String]>, findings: &mut Findings<'_>) {
    let splits = splits(config, load::directory(config), paths);
    if paths.is_some() && reader.reads_media() {
        without_metadata(config, &splits, findings);
    }
    // All splits of a config have the same columns.
    let is_own = |file: &&str| of_file(file) == Choice::Reader(reader);
    let alone = !splits.iter().any(|split| split.files.iter().any(is_own));
    for split in splits {
        if paths.is_some_and(|paths| reader.name() == "harbor" && !load::are_tasks(&split.files, paths)) {
            findings
                .report(
                    split.at,
                    "the first config makes `harbor` the reader of the whole dataset, and these files are no tasks of agents",
                )
                .help("remove the documents from `data_files`, or add a `task.toml` and an `instruction.md` for each task");
            return;
        }
        let others: Vec<_> = split
            .files
            .iter()
            .filter_map(|file| match of_file(file) {
                Choice::Reader(other) => Some((other, *file)),
                Choice::Archive | Choice::None => None,
            })
            .collect();
        // The columns of a table are cut by what the config says.
        let is_cut = ["sep", "delimiter"].iter().any(|key| config.get(key).is_some());
        let readings = others.iter().map(|(other, file)| {
            let reading = reader.reading(*other, file, alone);
            match reading {
                _ if is_cut && alone && other.name() == reader.name() => (Reading::Reads, *other),
                // Which reader is chosen depends on how many files there are.
                Reading::Fails if paths.is_none() && !alone && other.reading(reader, file, false) != Reading::Fails => {
                    (Reading::Garbles, *other)
                }
                reading => (reading, *other),
            }
        });
        let readings: Vec<_> = readings.collect();
        let worst = |wanted| readings.iter().find(|(reading, _)| *reading == wanted).map(|(_, other)| *other);
        let skipped = worst(Reading::Skips).filter(|_| readings.iter().all(|(reading, _)| *reading == Reading::Skips));
        let (other, stops) = match (worst(Reading::Fails).or(skipped), worst(Reading::Garbles)) {
            (Some(other), _) => (other, true),
            (None, Some(other)) => (other, false),
            (None, None) => continue,
        };
        let end = if stops { ", and the load fails" } else { "" };
        let message = if alone {
            let what = other.files();
            format!("{what} here, but the first config makes `{}` the reader of the whole dataset{end}", reader.name())
        } else {
            format!("{} among {}: all are read with one reader{end}", other.files(), reader.files())
        };
        let diagnostic = findings.report(split.at, message);
        if place != split.at {
            diagnostic.label(place, format!("{} here", reader.files()));
        }
        diagnostic.help("convert the files to one format, or publish them as two datasets");
        if !stops {
            diagnostic.severity(Severity::Warning);
        }
        if other.name() == reader.name() {
            diagnostic.help(format!("add the separator of its columns to the config: {}", separator(other)));
        }
        return;
    }
}

/// Reports the first split of images that has no metadata file, where another one has: its rows are those of that file, so it has none.
fn without_metadata(config: &Node, splits: &[Split<'_>], findings: &mut Findings<'_>) {
    let has_file = |split: &&Split<'_>| split.files.iter().any(|file| is_media_metadata(file));
    let drops = config.get("drop_metadata").is_some_and(|drop| drop.value == Value::Bool(true));
    let (Some(with), Some(without)) =
        (splits.iter().find(has_file), splits.iter().find(|split| !split.files.is_empty() && !has_file(split)))
    else {
        return;
    };
    if !drops {
        let message = format!(
            "no metadata file in the split `{}`, but one in `{}`: `load_dataset` finds no rows in the first",
            without.name, with.name
        );
        findings
            .report(without.at, message)
            .label(with.at, "with a metadata file")
            .help("give each split a metadata file, or write `drop_metadata: true`");
    }
}

fn separator(reader: Reader) -> &'static str {
    if reader.is_tabular_by_tabs() { "`sep: \"\\t\"`" } else { "`sep: \",\"`" }
}

/// The splits of a config below a directory: their files, or what the extensions of their patterns say.
fn splits<'a>(config: &'a Node, directory: &str, paths: Option<&'a [String]>) -> Vec<Split<'a>> {
    let found = paths.and_then(|paths| load::splits(Some(config), directory, paths));
    let Some(declared) = load::declared(config) else {
        let at = ["data_dir", "config_name"].into_iter().find_map(|key| config.get(key)).unwrap_or(config).span;
        return found
            .unwrap_or_default()
            .into_iter()
            .map(|split| Split { name: split.name, at, files: split.files })
            .collect();
    };
    let splits = declared.into_iter().enumerate().map(|(index, split)| {
        let files = match &found {
            Some(found) => found.get(index).map(|split| split.files.clone()).unwrap_or_default(),
            None => {
                let patterns = split.patterns.iter().map(|pattern| pattern.text);
                patterns.filter(|text| of_file(text) != Choice::None).collect()
            }
        };
        let at = split.patterns.first().map_or(split.at, |pattern| pattern.at);
        Split { name: split.name, at, files }
    });
    splits.collect()
}
