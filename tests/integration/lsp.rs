//! The language server, by the protocol: every request that it answers.

mod actions;
mod client;
mod completion;
mod diagnostics;
mod edits;
mod eval_files;
mod hover;
mod structure;
