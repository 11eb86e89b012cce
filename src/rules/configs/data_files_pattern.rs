use super::load;
use super::load::files::{has_braces, is_pattern};
use crate::card::Card;
use crate::rule::edit::scalar;
use crate::rule::{Check, Findings, rule};
use crate::source::{Edit, Fix, Span};

rule! {
    /// A pattern that finds nothing on the Hub, whatever is there.
    ///
    /// `**` matches any number of directories and must be alone between slashes. `datasets` rejects `**.csv`: write
    /// `**/*.csv`. Braces are not expanded. A path with `./`, `../` or `//` in it is found in a clone, but not on the Hub,
    /// and neither is a URL: the files have to be in the repo. Nor is a path with a space before or after it, one with
    /// backslashes, or one on the author's own computer.
    "data-files-pattern", Error, predicts: [Datasets], evidence: "fsspec glob_translate; datasets 5.2.0 with huggingface_hub 2.4.0, run", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for config in super::configs(card) {
        for (_, pattern, at) in super::patterns(config) {
            if pattern.contains("://") {
                elsewhere(pattern, at, findings);
                continue;
            }
            indirect(card, "pattern", pattern, at, findings);
            spaced(card, pattern, at, findings);
            local(pattern, || format!("data/{}", name(pattern)), at, findings);
            braces(pattern, at, findings);
            asterisks(card, pattern, at, findings);
        }
        if let Some(node) = config.get("data_dir") {
            let directory = load::directory(config);
            indirect(card, "directory", directory, node.span, findings);
            spaced(card, directory, node.span, findings);
            local(directory, || name(directory).to_owned(), node.span, findings);
        }
    }
}

/// The last part of a path.
fn name(path: &str) -> &str {
    path.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or("data")
}

/// Reports files that are not in the repo.
fn elsewhere(url: &str, at: Span, findings: &mut Findings<'_>) {
    // Which repo this card belongs to is not known.
    if !url.starts_with("hf://datasets/") {
        findings
            .report(at, format!("`{url}` is not a file of the repo: `load_dataset` loads it in a clone only"))
            .help("add the file to the repo, and write its path");
    }
}

/// Reports `**` beside other characters.
fn asterisks(card: &Card, pattern: &str, at: Span, findings: &mut Findings<'_>) {
    let Some(part) = pattern.split('/').find(|part| part.contains("**") && *part != "**") else { return };
    let rest = part.trim_start_matches('*');
    let is_prefix = rest != part && !rest.contains("**");
    let diagnostic =
        findings.report(at, format!("`{part}` is not a valid pattern: `**` must be alone between slashes"));
    diagnostic.help("write `**/*.csv` for files in any directory, `*.csv` for files in one");
    if let Some(found) = card.source.slice(at).find(part).filter(|_| is_prefix) {
        let start = at.start + found;
        let meant = if rest.is_empty() { "**".to_owned() } else { format!("**/*{rest}") };
        let edit = Edit::replace(Span::new(start, start + part.len()), &meant);
        diagnostic.fix(Fix::suggested(format!("write `{meant}`"), vec![edit]));
    }
}

/// Reports braces, which only a shell expands.
fn braces(pattern: &str, at: Span, findings: &mut Findings<'_>) {
    let Some((before, rest)) = pattern.split_once('{').filter(|_| has_braces(pattern)) else { return };
    let Some((within, after)) = rest.split_once('}') else { return };
    if findings.context.paths().is_some_and(|paths| paths.iter().any(|path| path == pattern)) {
        return;
    }
    let paths: Vec<_> = within.split(',').map(|name| format!("`{before}{name}{after}`")).collect();
    let is_short = (2..=5).contains(&paths.len()) && !has_braces(after);
    findings.report(at, format!("`{pattern}` finds nothing: `datasets` does not expand braces")).help(if is_short {
        format!("write a list of paths: {}", paths.join(", "))
    } else {
        "write `*` instead of the braces, or a list of paths".to_owned()
    });
}

/// Reports `./`, `../` and `//` in a path.
fn indirect(card: &Card, what: &str, path: &str, at: Span, findings: &mut Findings<'_>) {
    let plain = direct(path);
    if path.starts_with('/') || plain.as_deref() == Some(path) {
        return;
    }
    let reason = if path.starts_with("./") {
        "it begins with `./`"
    } else if path.contains("//") {
        "it contains `//`"
    } else if plain.is_none() || path.split('/').any(|step| step == "..") {
        "one of its directories is `..`"
    } else {
        "one of its directories is `.`"
    };
    let diagnostic =
        findings.report(at, format!("the {what} `{path}` is not found on the Hub, even if it is in a clone: {reason}"));
    let Some(plain) = plain else {
        diagnostic.help("write the path from the root of the repo");
        return;
    };
    if plain.is_empty() {
        diagnostic.help("remove it: without it, it is the root of the repo");
        return;
    }
    diagnostic.help(format!("write `{plain}`"));
    if let Some(found) = card.source.slice(at).find(path) {
        let start = at.start + found;
        let edit = Edit::replace(Span::new(start, start + path.len()), &plain);
        diagnostic.fix(Fix::safe(format!("write `{plain}`"), vec![edit]));
    }
}

/// A path without `.`, `..` and repeated slashes; `None` if it leaves the repo.
fn direct(path: &str) -> Option<String> {
    let mut steps = Vec::new();
    for step in path.split('/') {
        match step {
            ".." if steps.pop().is_none_or(is_pattern) => return None,
            "" | "." | ".." => {}
            step => steps.push(step),
        }
    }
    let end = if path.ends_with('/') && !steps.is_empty() { "/" } else { "" };
    Some(steps.join("/") + end)
}

/// Reports a path on the author's own computer, and the separators of Windows.
fn local(pattern: &str, example: impl Fn() -> String, at: Span, findings: &mut Findings<'_>) {
    let is_drive =
        pattern.as_bytes().get(1) == Some(&b':') && pattern.starts_with(|drive: char| drive.is_ascii_alphabetic());
    if !is_drive && !pattern.starts_with('/') && !pattern.contains('\\') {
        return;
    }
    let slashed = pattern.replace('\\', "/");
    if is_drive || slashed.starts_with('/') {
        findings
            .report(at, format!("`{pattern}` is looked up on the computer that loads the dataset, not in the repo"))
            .help(format!("write the path from the root of the repo, such as `{}`", example()));
    } else if slashed != pattern
        && !findings.context.paths().is_some_and(|paths| paths.iter().any(|path| path == pattern))
    {
        let slashed = direct(&slashed).unwrap_or(slashed);
        findings
            .report(at, format!("`{pattern}` finds nothing: directories are separated by `/`"))
            .help(format!("write `{slashed}`"))
            .fix(Fix::suggested(format!("write `{slashed}`"), vec![Edit::replace(at, scalar(&slashed))]));
    }
}

/// Reports spaces around a pattern: they belong to the name.
fn spaced(card: &Card, pattern: &str, at: Span, findings: &mut Findings<'_>) {
    let plain = pattern.trim();
    let is_known = |paths: &[String]| paths.iter().any(|path| path == pattern);
    if plain == pattern || plain.is_empty() || findings.context.paths().is_some_and(is_known) {
        return;
    }
    let diagnostic =
        findings.report(at, format!("`{pattern}` has a space before or after it, which belongs to the name"));
    diagnostic.help(format!("write `{plain}`"));
    if let Some(found) = card.source.slice(at).find(pattern) {
        let start = at.start + found;
        let edit = Edit::replace(Span::new(start, start + pattern.len()), plain);
        diagnostic.fix(Fix::suggested(format!("write `{plain}`"), vec![edit]));
    }
}
