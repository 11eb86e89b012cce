use crate::rule::{Check, rule};

rule! {
    /// A value is an empty text.
    ///
    /// The Hub refuses texts without content; leave the key away instead.
    "empty-value", Error, predicts: [Hub], evidence: "Joi: strings must not be empty", since: "0.1.0",
    Check::Schema
}
