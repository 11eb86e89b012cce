use crate::lint::rule::{Check, rule};

rule! {
    /// A `select` of the gate form has no list of options.
    ///
    /// Without `options`, or with something else than a list, there is nothing to choose from and the Hub refuses the
    /// field.
    "gate-select-without-options", Error, predicts: [Hub], evidence: "huggingface.js api-dataset.ts, run through Joi", since: "0.1.0",
    Check::Schema
}
