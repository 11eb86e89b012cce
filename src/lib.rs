//! cardlint checks the cards of Hugging Face repos, guards them in git, and mocks the Hub's gate.

pub mod card;
pub mod cli;
pub mod gate;
#[cfg(feature = "git")]
pub mod git;
#[cfg(feature = "hub")]
pub mod hub;
pub mod lint;
pub mod report;
pub mod rules;
pub mod source;
pub mod vocabulary;
pub mod walk;
pub mod yaml;
