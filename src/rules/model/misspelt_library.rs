use crate::card::{Card, RepoType};
use crate::rule::edit;
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, rule};
use crate::source::Fix;
use crate::vocabulary::model_libraries;

rule! {
    /// `library_name` is close to a library that the Hub knows, but is not one.
    ///
    /// The Hub shows how to load a model by its library, which must be spelled exactly as in the Hub's list; any other
    /// name is accepted and shows nothing.
    "misspelt-library", Warning, predicts: [Reader], evidence: "@huggingface/tasks 0.21.54 MODEL_LIBRARIES_UI_ELEMENTS", since: "0.1.0",
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
    // There are many libraries with short names: only a difference of a letter or two in a long name is a typo.
    let Some(meant) = certain.or_else(|| nearest(name, known()).filter(|near| name.len() > 6 && near.len() > 6)) else {
        return;
    };
    let edits = vec![edit::replace(library, meant)];
    let title = format!("write `{meant}`");
    findings
        .report(library.span, format!("unknown library `{name}` (the Hub shows nothing for it)"))
        .help(format!("did you mean `{meant}`?"))
        .fix(if certain.is_some() { Fix::safe(title, edits) } else { Fix::suggested(title, edits) });
}
