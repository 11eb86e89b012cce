use crate::rule::{Check, rule};

rule! {
    /// A hardware, an OAuth scope or an HTTP header that a Space cannot ask for.
    ///
    /// `suggested_hardware`, `hf_oauth_scopes` and `custom_headers` take values of closed lists, in lowercase. Others have no effect:
    /// the duplicate of the Space runs elsewhere, the sign-in lacks a permission, the header is not sent.
    "unknown-space-option", Warning, predicts: [Reader],
    evidence: "hub-docs spaces-config-reference.md and spaces-oauth.md of 2026-08-22; huggingface_hub 2.4.0, SpaceHardware", since: "0.1.0",
    Check::Schema
}
