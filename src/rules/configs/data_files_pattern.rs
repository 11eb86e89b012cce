use super::load;
use crate::card::Card;
use crate::rule::edit::scalar;
use crate::rule::{Check, Findings, rule};
use crate::source::{Edit, Fix, Span};

rule! {
    /// A pattern that finds nothing on the Hub, whatever is there.
    ///
    /// `**` matches any number of directories and must be alone between slashes. `datasets` rejects `**.csv`: write
    /// `**/*.csv`. A path that begins with `./` is found in a clone, but not on the Hub. Neither is one with a space before
    /// or after it, one with backslashes, or one on the author's own computer.
    "data-files-pattern", Error, predicts: [Datasets], evidence: "fsspec glob_translate; datasets 5.2.0 with huggingface_hub 2.4.0, run", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for config in super::configs(card) {
        for (_, pattern, at) in super::patterns(config) {
            dotted(card, "pattern", pattern, at, findings);
            spaced(card, pattern, at, findings);
            local(pattern, at, findings);
            let Some(part) = pattern.split('/').find(|part| part.contains("**") && *part != "**") else { continue };
            let meant = part.strip_prefix("**").filter(|rest| !rest.contains("**")).map(|rest| format!("**/*{rest}"));
            let diagnostic =
                findings.report(at, format!("`{part}` is not a valid pattern: `**` must be alone between slashes"));
            diagnostic.help("write `**/*.csv` for files in any directory, `*.csv` for files in one");
            if let Some((meant, found)) = meant.zip(card.source.slice(at).find(part)) {
                let start = at.start + found;
                let edit = Edit::replace(Span::new(start, start + part.len()), &meant);
                diagnostic.fix(Fix::suggested(format!("write `{meant}`"), vec![edit]));
            }
        }
        if let Some(node) = config.get("data_dir") {
            dotted(card, "directory", load::directory(config), node.span, findings);
        }
    }
}

/// Reports `./` at the start of a path.
fn dotted(card: &Card, what: &str, path: &str, at: Span, findings: &mut Findings<'_>) {
    let plain = path.trim_start_matches("./");
    if plain == path || !path.starts_with("./") {
        return;
    }
    let diagnostic = findings
        .report(at, format!("the {what} `{path}` is not found on the Hub, only in a clone: it begins with `./`"));
    if plain.is_empty() {
        diagnostic.help("remove it: without it, it is the root of the repo");
        return;
    }
    diagnostic.help(format!("write `{plain}`"));
    if let Some(found) = card.source.slice(at).find(path) {
        let start = at.start + found;
        let edit = Edit::delete(Span::new(start, start + path.len() - plain.len()));
        diagnostic.fix(Fix::safe(format!("write `{plain}`"), vec![edit]));
    }
}

/// Reports the path of a file on the author's own computer, and the separators of Windows.
fn local(pattern: &str, at: Span, findings: &mut Findings<'_>) {
    let is_drive =
        pattern.as_bytes().get(1) == Some(&b':') && pattern.starts_with(|drive: char| drive.is_ascii_alphabetic());
    let slashed = pattern.replace('\\', "/");
    if is_drive || slashed.starts_with('/') {
        let name = slashed.rsplit('/').next().unwrap_or_default();
        findings
            .report(at, format!("`{pattern}` is looked up on the computer that loads the dataset, not in the repo"))
            .help(format!("write the path from the root of the repo, such as `data/{name}`"));
    } else if slashed != pattern
        && !findings.context.paths().is_some_and(|paths| paths.iter().any(|path| path == pattern))
    {
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
