use crate::card::{Card, RepoType};
use crate::rule::edit;
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, rule};
use crate::source::Fix;
use crate::vocabulary::model_libraries;

rule! {
    /// `library_name` is close to a library that the Hub knows, but not it.
    ///
    /// The Hub shows how to load a model by the name of its library, exactly as its list writes it; any other name is kept
    /// and shows nothing.
    "misspelt-library", Warning, predicts: [Reader], evidence: "@huggingface/tasks MODEL_LIBRARIES_UI_ELEMENTS", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let Some(library) = card.get("library_name").filter(|_| card.repo_type == RepoType::Model) else { return };
    let Some(name) = library.as_str() else { return };
    let known = || model_libraries().keys().map(String::as_str);
    if known().any(|library| library == name) || findings.context.additional.contains("libraries", name) {
        return;
    }
    let lower = name.to_lowercase();
    let certain = known().find(|library| library.to_lowercase() == lower);
    // Libraries are many and have short names: only what differs in a letter or two of a long name is a slip.
    let Some(meant) = certain.or_else(|| nearest(name, known()).filter(|near| name.len() > 6 && near.len() > 6)) else {
        return;
    };
    let edits = vec![edit::replace(library, meant)];
    let title = format!("write `{meant}`");
    findings
        .report(library.span, format!("the Hub does not know the library `{name}`"))
        .help(format!("did you mean `{meant}`?"))
        .fix(if certain.is_some() { Fix::safe(title, edits) } else { Fix::suggested(title, edits) });
}
