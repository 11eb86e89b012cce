use super::data_files_mixed_formats::ONE_FORMAT;
use super::load::files::{Found, not_a_word, times_read, without_patterns};
use super::load::readers::{Choice, Reader, Reading, of_file, of_files};
use super::load::{self, Split};
use crate::card::{Card, RepoType};
use crate::rule::diagnostic::Severity;
use crate::rule::{Check, Findings, edit, rule};
use crate::rules::dataset_info;
use crate::source::Span;

rule! {
    /// The card does not say which files are the data, and `load_dataset` does not find out.
    ///
    /// Without `data_files`, `datasets` takes files by the names of splits in their paths, or all files of the repo, and reads them
    /// with the reader of the extension that most of them have. A script called `train.py` then hides the data, two text files
    /// outvote one table, and an `instruction.md` makes the repo a benchmark of agents. A file whose path names its split twice, such
    /// as `test/eval/a.csv`, is read twice. Checked where the files of the repo are known, and at most 5,000.
    "missing-configs", Error, predicts: [Datasets], evidence: "datasets 5.2.0 get_data_patterns and infer_module_for_data_files, run", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let Some(front_matter) = card.front_matter.filter(|_| card.repo_type == RepoType::Dataset) else { return };
    let Some(paths) = findings.context.few_paths(load::MAX_FILES) else { return };
    let configs = load::configs(card);
    let undeclared = configs.iter().enumerate().find(|(index, config)| {
        config.get("data_files").is_none() && (*index == 0 || load::directory(config).is_empty())
    });
    let at = match undeclared {
        Some((_, config)) => config.get("config_name").map_or(config.span, |name| name.span),
        None if card.get("configs").is_some_and(|configs| !configs.items().is_empty()) => return,
        None => {
            let fence = front_matter.start + card.source.slice(front_matter).find("---").unwrap_or_default();
            Span::new(fence, fence + 3)
        }
    };
    // Who has no data yet, and says nothing of it, misses nothing.
    let data = data(paths);
    let speaks_of_data = !configs.is_empty() || !dataset_info::infos(card).is_empty();
    // The first config, or the lack of any, chooses the reader.
    let chooses = undeclared.is_none_or(|(index, _)| index == 0);
    let Some(Fault { message, stops, help }) = fault(paths, &data, speaks_of_data, chooses) else { return };
    let diagnostic = findings.report(at, message);
    if !stops {
        diagnostic.severity(Severity::Warning);
    }
    match (help, configs_for(&data)) {
        (Some(help), _) => diagnostic.help(help),
        (None, Some(lines)) if configs.is_empty() => diagnostic.help(format!("say which files are the data:\n{lines}")),
        (None, Some(_)) => diagnostic.help("say which files are the data: add `data_files` to the config"),
        (None, None) => diagnostic.help("add the data, or remove what describes it"),
    };
}

struct Fault {
    message: String,
    /// Whether the load fails.
    stops: bool,
    /// What to do, if not to say which files are the data.
    help: Option<&'static str>,
}

impl Fault {
    fn stop(message: impl Into<String>) -> Self {
        Self { message: message.into(), stops: true, help: None }
    }
}

/// What is wrong with the files that `datasets` finds.
fn fault(paths: &[String], data: &[String], speaks_of_data: bool, chooses: bool) -> Option<Fault> {
    let splits = match without_patterns("", paths) {
        Found::Splits(splits) => splits,
        Found::NotAWord(split, path) => {
            let (message, help) = not_a_word(split, path);
            return Some(Fault { help: Some(help), ..Fault::stop(message) });
        }
        Found::Nothing => return speaks_of_data.then(|| Fault::stop("no data files in the repo")),
    };
    if data.is_empty() && splits.iter().all(|(_, files)| files.is_empty()) {
        return speaks_of_data.then(|| Fault::stop("no reader of `datasets` knows the files of the repo"));
    }
    let without_files = splits.iter().find(|(_, files)| files.is_empty());
    if let Some((split, _)) = without_files {
        let script = script(split, paths);
        let file = script.map_or_else(|| "files that no reader knows".to_owned(), |path| format!("`{path}`"));
        return Some(Fault::stop(format!("`load_dataset` takes {file} for the split `{split}`, and fails")));
    }
    if !chooses {
        return None;
    }
    let choices: Vec<_> = splits.iter().map(|(split, files)| (*split, of_files(files))).collect();
    let (first, choice) = *choices.first()?;
    if let Some((split, other)) = choices.iter().find(|(_, other)| *other != choice) {
        let message = format!(
            "`load_dataset` finds {} for the split `{split}`, but {} for `{first}`, and fails",
            other.files(),
            choice.files()
        );
        return Some(Fault { help: Some(ONE_FORMAT), ..Fault::stop(message) });
    }
    let twice = splits.iter().flat_map(|(split, files)| files.iter().map(move |path| (*split, *path)));
    if let Some((split, path)) = twice.into_iter().find(|(split, path)| times_read(split, path) > 1) {
        let times = match times_read(split, path) {
            2 => "twice".to_owned(),
            times => format!("{times} times"),
        };
        let message =
            format!("`load_dataset` reads `{path}` {times}, since its path names the split `{split}` {times}");
        return Some(Fault { stops: false, ..Fault::stop(message) });
    }
    let Choice::Reader(reader) = choice else { return None };
    let files: Vec<_> = splits.iter().flat_map(|(_, files)| files.iter().copied()).collect();
    let is_cut_otherwise = |path: &&&str| match of_file(path) {
        Choice::Reader(other) => other != reader && reader.reading(other, path, false) == Reading::Fails,
        Choice::Archive | Choice::None => false,
    };
    // Files of other readers are left out.
    let same =
        files.iter().filter(|path| matches!(of_file(path), Choice::Reader(other) if other.name() == reader.name()));
    if let Some(other) = same.clone().find(is_cut_otherwise) {
        let first = same.clone().find(|path| of_file(path) == Choice::Reader(reader)).copied().unwrap_or_default();
        let message = format!("`load_dataset` reads `{other}` with the separator of `{first}`, and fails");
        return Some(Fault::stop(message));
    }
    let stops = match reader.name() {
        "harbor" if load::are_tasks(&files, paths) => return None,
        "harbor" => true,
        _ if reader.may_be_documents() && !data.is_empty() => false,
        _ => return None,
    };
    // A repo of documents alone has no data yet.
    let has_others =
        || paths.iter().any(|path| matches!(of_file(path), Choice::Reader(other) if other.name() != reader.name()));
    if data.is_empty() && !speaks_of_data && !has_others() {
        return None;
    }
    let document = files.iter().find(|path| of_file(path) == Choice::Reader(reader)).copied().unwrap_or_default();
    let others = if files.len() > 1 { " and others" } else { "" };
    let end = if stops { ", and fails" } else { "" };
    let message = format!("`load_dataset` takes `{document}`{others} for the data{end}");
    Some(Fault { stops, ..Fault::stop(message) })
}

/// A file that is taken for a split by its name, but that no reader knows.
fn script<'a>(split: &str, paths: &'a [String]) -> Option<&'a str> {
    paths.iter().map(String::as_str).find(|path| {
        let alone = [(*path).to_owned()];
        matches!(without_patterns("", &alone), Found::Splits(splits) if splits == [(split, Vec::new())])
    })
}

/// The files that are data for certain: no documents.
fn data(paths: &[String]) -> Vec<String> {
    let is_data = |path: &&String| matches!(of_file(path), Choice::Reader(reader) if !reader.may_be_documents());
    let known: Vec<_> = paths.iter().filter(is_data).cloned().collect();
    match without_patterns("", &known) {
        Found::Splits(all) => all.into_iter().flat_map(|(_, files)| files.into_iter().map(str::to_owned)).collect(),
        Found::NotAWord(..) | Found::Nothing => Vec::new(),
    }
}

/// The `configs` that name the data.
fn configs_for(data: &[String]) -> Option<String> {
    let Found::Splits(splits) = without_patterns("", data) else { return None };
    let Choice::Reader(reader) = of_files(&data.iter().map(String::as_str).collect::<Vec<_>>()) else { return None };
    let splits = splits.into_iter().map(|(name, files)| Split { name, files }).map(|split| {
        let path = edit::scalar(&pattern(&split.files, reader));
        format!("  - split: {}\n    path: {path}\n", split.name)
    });
    Some(format!("configs:\n- config_name: default\n  data_files:\n{}", splits.collect::<String>().trim_end()))
}

/// A pattern for some files.
fn pattern(files: &[&str], reader: Reader) -> String {
    let files: Vec<_> = files.iter().filter(|path| of_file(path) == Choice::Reader(reader)).copied().collect();
    let [first, rest @ ..] = &files[..] else { return String::new() };
    if rest.is_empty() {
        return (*first).to_owned();
    }
    let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let extension = first.rsplit_once('.').map_or("", |(_, extension)| extension);
    match folder(first) {
        common if rest.iter().all(|path| folder(path) == common) => format!("{common}*.{extension}"),
        _ => format!("**/*.{extension}"),
    }
}
