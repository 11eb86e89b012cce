use crate::card::Card;
use crate::rule::diagnostic::Diagnostic;
use crate::rule::{Check, Located, rule};
use crate::source::{Edit, Fix};

rule! {
    /// `extra_gated_eu_disallowed` is not a boolean.
    ///
    /// The Hub reads YAML 1.2, where `yes`, `on` and `"true"` are strings: such a restriction is silently not in force.
    "gate-eu-disallowed", Warning, predicts: [Hub], evidence: "hub-docs datasets-gated.md", since: "0.1.0",
    Check::SchemaWith(advise)
}

fn advise(_: &Card, Located { node, .. }: &Located<'_>, diagnostic: &mut Diagnostic) {
    diagnostic.help("write `true` or `false` without quotes");
    let meant = match node.as_str().map(str::to_lowercase).as_deref() {
        Some("yes" | "y" | "on" | "true") => "true",
        Some("no" | "n" | "off" | "false") => "false",
        _ => return,
    };
    diagnostic.help(format!("write `{meant}` without quotes"));
    diagnostic.fix(Fix::safe(format!("write `{meant}`"), vec![Edit::replace(node.span, meant)]));
}
