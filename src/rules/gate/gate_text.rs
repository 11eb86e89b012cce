use crate::rule::{Check, rule};

rule! {
    /// The heading, description, prompt or button of the gate form is no text, or an empty one.
    ///
    /// Each of them is Markdown or plain text. A number, a date, `true` or a list is none: put it in quotes. An empty
    /// text hides nothing; leave the key away and the Hub shows its own words.
    "gate-text", Error, predicts: [Hub], evidence: "huggingface.js api-dataset.ts, run through Joi", since: "0.1.0",
    Check::Schema
}
