#![doc = include_str!("../README.md")]
//!
//! # Layout
//!
//! A card is a text ([`source`]) with a tree of metadata in which every value knows its bytes ([`yaml`], [`card`], [`gate`]).
//! [`rules`] judge it, each a [`rule`]; [`lint`] runs them, and [`report`] prints their diagnostics. [`walk`] and `git` find cards; `hub` is the
//! mock. [`cli`] combines them; `words` and `printable` serve all of them.

pub mod card;
pub mod cli;
pub mod gate;
#[cfg(feature = "git")]
pub mod git;
#[cfg(feature = "hub")]
pub mod hub;
pub mod lint;
#[cfg(feature = "lsp")]
pub mod lsp;
mod printable;
pub mod report;
pub mod rule;
pub mod rules;
pub mod schema;
pub mod source;
pub mod vocabulary;
pub mod walk;
mod words;
mod work;
pub mod yaml;
