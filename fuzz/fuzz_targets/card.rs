//! Lints, shows and mends any text: `cargo fuzz run card -- -dict=fuzz/card.dict`.

#![no_main]

#[path = "../../tests/integration/properties.rs"]
mod properties;

libfuzzer_sys::fuzz_target!(|text: &str| properties::hold(text));
