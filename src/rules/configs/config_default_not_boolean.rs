use crate::card::Card;
use crate::rule::diagnostic::Diagnostic;
use crate::rule::{Check, Located, rule};
use crate::source::{Edit, Fix};

rule! {
    /// The `default` of a config is not a boolean.
    ///
    /// `datasets` treats every non-empty string as true, even `"false"`.
    "config-default-not-boolean", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 MetadataConfigs", since: "0.1.0",
    Check::SchemaWith(advise)
}

fn advise(_: &Card, Located { node, .. }: &Located<'_>, diagnostic: &mut Diagnostic) {
    let (meant, sure) = match node.as_str().map(str::to_lowercase).as_deref() {
        Some("true" | "yes" | "y" | "on") => ("true", true),
        // Until now, any string made this the default.
        Some("false" | "no" | "n" | "off") => ("false", false),
        _ => return,
    };
    let (title, edits) = (format!("write `{meant}`"), vec![Edit::replace(node.span, meant)]);
    diagnostic.help(&*title).fix(if sure { Fix::safe(title, edits) } else { Fix::suggested(title, edits) });
}
