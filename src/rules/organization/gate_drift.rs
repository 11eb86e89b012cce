use crate::card::Card;
use crate::gate::GateForm;
use crate::rule::{Check, Findings, rule};
use crate::source::{Fix, Span};

rule! {
    /// The gate form differs from the one that the configuration names.
    ///
    /// The Hub keeps the form of each repo in its own card, so that forms which should be the same drift apart. With
    /// `[gate]` and `form = "gate.yaml"` in `cardlint.toml`, each card has to have the form of that file; `include`, a
    /// list of globs, restricts this to some cards. The fix writes the form, and so does `cardlint gate apply`. Forms are
    /// compared by what a reader sees, not by how they are written.
    "gate-drift", Error, predicts: [], evidence: "the configuration", since: "0.1.0",
    Check::Card(check)
}

/// The keys that a message names.
const MAX_KEYS: usize = 5;

fn check(card: &Card, findings: &mut Findings<'_>) {
    let Some(wanted) = findings.context.gate else { return };
    // What cannot be read has other problems.
    if card.front_matter.is_none() || card.hub_answer().is_some() {
        return;
    }
    let form = card.gate_form();
    let keys: Vec<&str> = form.differences(&wanted.form).take(MAX_KEYS).collect();
    let mut places = keys.iter().filter_map(|key| {
        let entry = card.metadata.entry(key)?;
        Some(if *key == "extra_gated_fields" {
            field(&form, &wanted.form).unwrap_or(entry.key.span)
        } else {
            entry.key.span
        })
    });
    let fence = || card.front_matter.map(|block| card.source.line_at(block.start));
    let (Some(last), Some(at)) = (keys.last(), places.next().or_else(fence)) else { return };
    let file = &wanted.name;
    let named = match &keys[..keys.len() - 1] {
        [] => format!("`{last}`"),
        before => format!("`{}` and `{last}`", before.join("`, `")),
    };
    let places: Vec<Span> = places.collect();
    let edits = card.edits_to_show(&wanted.form);
    let diagnostic = findings.report(at, format!("the gate form differs from `{file}` in {named}"));
    for place in places {
        diagnostic.label(place, "this differs, too");
    }
    match edits {
        Some(edits) => {
            diagnostic.help(format!("`cardlint gate diff {file} CARD` shows how"));
            diagnostic.fix(Fix::suggested(format!("write the form of `{file}`"), edits));
        }
        None => _ = diagnostic.help(format!("write the keys as `cardlint gate show {file}` prints them")),
    }
}

/// The first field that is not the one of the other form.
fn field(form: &GateForm, wanted: &GateForm) -> Option<Span> {
    let differs = |at: usize| wanted.fields.get(at).is_none_or(|field| field.lines() != form.fields[at].lines());
    (0..form.fields.len()).find(|at| differs(*at)).map(|at| form.fields[at].label.span)
}
