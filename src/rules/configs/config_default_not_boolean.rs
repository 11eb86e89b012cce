use crate::card::Card;
use crate::lint::diagnostic::Diagnostic;
use crate::lint::rule::{Check, rule};
use crate::source::{Edit, Fix};
use crate::yaml::Node;

rule! {
    /// The `default` of a config is neither `true` nor `false`.
    ///
    /// The datasets library takes every text for yes, `"false"` too.
    "config-default-not-boolean", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 MetadataConfigs", since: "0.1.0",
    Check::SchemaWith(mend)
}

fn mend(_: &Card, node: &Node, diagnostic: &mut Diagnostic) {
    if node.as_str() == Some("true") {
        diagnostic.fix(Fix::safe("write `true`", vec![Edit::replace(node.span, "true")]));
    } else if node.as_str() == Some("false") {
        diagnostic.fix(Fix::suggested("write `false`", vec![Edit::replace(node.span, "false")]));
    }
}
