use crate::card::Card;
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, rule};

rule! {
    /// `license_link` leads nowhere: it is no URL and no file of the repo.
    ///
    /// The Hub makes a link of it, to a file of the repo or to the web, and the reader who wants to know what is allowed
    /// finds nothing.
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
        // Without the repo at hand only what can be no path is certain.
        if text.contains(char::is_whitespace) || text.starts_with("www.") {
            findings
                .report(link.span, format!("`{text}` is neither a URL nor a file"))
                .help("write a URL that begins with https://, or the name of a file in the repo");
        }
        return;
    };
    if paths.iter().any(|file| file == path) {
        return;
    }
    let near = nearest(path, paths.iter().map(String::as_str)).map(str::to_owned);
    let diagnostic = findings.report(link.span, format!("there is no file `{path}` in the repo"));
    match near {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("add the file, or link to the license with its URL"),
    };
}
