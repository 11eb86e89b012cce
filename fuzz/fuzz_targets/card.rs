//! Lints and mends any text: `cargo fuzz run card`.

#![no_main]

use cardlint::lint::{Options, fix::fix, lint};
use cardlint::source::SourceFile;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let source = SourceFile::new("README.md", text);
    let _ = lint(&source, &Options::default());
    let _ = fix(&source, &Options::default(), true);
});
