use crate::rule::{Check, rule};

rule! {
    /// The heading, description, prompt or button of the gate form is not a string, or is empty.
    ///
    /// Each of them is Markdown or plain text. A number, a date, `true` or a list is not a string: quote it. An empty
    /// string hides nothing: remove the key to show the Hub's default text.
    "gate-text", Error, predicts: [Hub], evidence: "huggingface.js api-dataset.ts, run through Joi", since: "0.1.0",
    Check::Schema
}
