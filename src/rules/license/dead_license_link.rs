use crate::card::Card;
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, rule};

rule! {
    /// `license_link` is neither a URL nor a file of the repo.
    ///
    /// The Hub turns it into a link, to a file of the repo or to the web. A reader who follows it to find out what is
    /// allowed finds nothing.
    "dead-license-link", Warning, predicts: [Reader], evidence: "hub-docs repositories-licenses.md", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let Some(link) = card.get("license_link") else { return };
    let Some(text) = link.as_str().map(str::trim).filter(|text| !text.is_empty()) else { return };
    if text.starts_with("https://") || text.starts_with("http://") {
        return;
    }
    let path = text.trim_start_matches("./");
    let Some(paths) = findings.context.paths() else {
        // Without the files of the repo, only what cannot be a path is certainly wrong.
        if text.contains(char::is_whitespace) || text.starts_with("www.") {
            findings
                .report(link.span, format!("`{text}` is neither a URL nor a file name"))
                .help("write a URL that starts with `https://`, or the name of a file in the repo");
        }
        return;
    };
    if paths.iter().any(|file| file == path) {
        return;
    }
    let near = nearest(path, paths.iter().map(String::as_str)).map(str::to_owned);
    let diagnostic = findings.report(link.span, format!("the repo has no file `{path}`"));
    match near {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("add the file, or write the URL of the license"),
    };
}
