use crate::rule::{Check, Wording, rule};

rule! {
    /// A list or a mapping used as a key.
    ///
    /// PyYAML rejects the card with `found unhashable key`. The usual cause is a template placeholder, `{{ name }}`, that
    /// was neither filled in nor quoted.
    "unhashable-key", Error, predicts: [HuggingfaceHub, Datasets],
    evidence: "PyYAML 6.0.3, run",
    since: "0.1.0", Check::Read
}

pub(crate) fn words(is_template: bool) -> Wording {
    if is_template {
        return Wording::new("a placeholder of a template is left here")
            .effect("PyYAML rejects the card, because it reads `{{…}}` as a mapping that is a key")
            .help("write the metadata that belongs here, or remove the line; quote the text if it is meant");
    }
    Wording::new("a list or a mapping cannot be a key")
        .effect("PyYAML rejects the card")
        .help("write the key as a string")
}
