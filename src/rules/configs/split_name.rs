use crate::rule::{Check, Located, rule};

rule! {
    /// The name of a split is not a word.
    ///
    /// Letters, digits, `_`, and dots between words may stand in it: no dash, no blank, no bracket. A number or `no` is
    /// no text in Python, and `all` means every split. The datasets library stops with an error; the Hub refuses only what is
    /// no text.
    "split-name", Error, predicts: [Hub, Datasets], evidence: "datasets 5.2.0 naming._split_re", since: "0.1.0",
    Check::SchemaWith(mend)
}

use crate::card::Card;
use crate::rule::diagnostic::Diagnostic;
use crate::rule::edit;
use crate::source::Fix;

fn mend(_: &Card, Located { node, .. }: &Located<'_>, diagnostic: &mut Diagnostic) {
    let Some(name) = node.as_str() else { return };
    if name == "all" {
        "`all` means all splits together: no split may have this name".clone_into(&mut diagnostic.message);
        diagnostic.help("write `train`, or what else the files are").fix = None;
        return;
    }
    let word: String =
        name.trim().chars().map(|each| if each.is_alphanumeric() || each == '.' { each } else { '_' }).collect();
    let word = word.trim_matches(['_', '.']);
    if !word.is_empty() && !name.contains(['[', '%', '*']) {
        diagnostic.help(format!("write `{word}`: `_` can stand in place of other characters"));
        diagnostic.fix(Fix::suggested(format!("write `{word}`"), vec![edit::replace(node, word)]));
    }
}
