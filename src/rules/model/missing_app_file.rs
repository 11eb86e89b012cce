use crate::card::{Card, RepoType};
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, edit, rule};
use crate::source::Fix;

rule! {
    /// `app_file` of a Space is not a file of its repo.
    ///
    /// The Hub accepts the card, and the Space does not start: there is nothing to run or to show. The path is relative to the root
    /// of the repo. What `app_build_command` builds need not be there.
    "missing-app-file", Warning, predicts: [Hub], outcome: Lost, evidence: "hub-docs spaces-config-reference.md of 2026-08-22",
    since: "0.1.0", Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let Some(app) = card.get("app_file").filter(|_| card.repo_type == RepoType::Space) else { return };
    let Some(name) = app.as_str().filter(|name| !name.trim().is_empty()) else { return };
    // A Docker Space runs what its Dockerfile says.
    let is_docker = card.get("sdk").and_then(|sdk| sdk.as_str()) == Some("docker");
    if is_docker || card.get("app_build_command").is_some() {
        return;
    }
    let Some(paths) = findings.context.paths() else { return };
    let path = name.trim().trim_start_matches("./");
    if paths.iter().any(|file| file == path) {
        return;
    }
    let near = nearest(path, paths.iter().map(String::as_str));
    let diagnostic = findings.report(app.span, format!("the repo has no file `{path}`: the Space does not start"));
    match near {
        Some(near) => {
            let fix = Fix::suggested(format!("write `{near}`"), vec![edit::replace(app, near)]);
            diagnostic.help(format!("did you mean `{near}`?")).fix(fix);
        }
        None => _ = diagnostic.help("add the file, or write the path from the root of the repo"),
    }
}
