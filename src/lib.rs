//! Checks the cards (`README.md`) of Hugging Face repos before they are pushed, and serves a mock Hub to test gating flows by.
//!
//! The same crate is the program `cardlint`; its [README](https://docs.rs/crate/cardlint/latest) says what that can do.
//!
//! # Check a card
//!
//! [`lint`](lint()) returns the [`Diagnostic`]s of a card by place. A place is a half-open range of bytes, a [`Span`]; lines and
//! columns are [`SourceFile::position`]'s.
//!
//! ```
//! use cardlint::{Options, SourceFile, lint};
//!
//! let card = SourceFile::new("README.md", "---\nlicense: apache2\n---\n# Voices\n");
//! let diagnostics = lint(&card, &Options::default());
//! assert_eq!(diagnostics[0].rule.id, "unknown-license");
//! assert_eq!(card.slice(diagnostics[0].at), "apache2");
//! ```
//!
//! # Fix it
//!
//! [`fix`] applies the safe fixes, and the suggested ones too where it is asked to. Every other byte stays.
//!
//! ```
//! use cardlint::{Options, SourceFile, fix};
//!
//! let card = SourceFile::new("README.md", "---\nlicense: MIT # as the code\n---\n");
//! let fixed = fix(&card, &Options::default(), false);
//! assert_eq!(fixed.source.text, "---\nlicense: mit # as the code\n---\n");
//! ```
//!
//! # Read its gate
//!
//! ```
//! use cardlint::{Card, SourceFile};
//!
//! let text = "---\nextra_gated_fields:\n  Company: text\n---\n";
//! let form = Card::read(SourceFile::new("README.md", text), None).gate_form();
//! assert_eq!((form.fields[0].label.text.as_str(), form.fields[0].kind.name()), ("Company", "text"));
//! ```
//!
//! # Test against a Hub
//!
//! With the feature `hub`, a [`MockHub`] serves repos, gates and their access requests from memory. Clients find it by
//! `HF_ENDPOINT`. Tests that need nothing else leave the command line out: `default-features = false, features = ["hub"]`.
//!
//! ```no_run
//! use cardlint::{MockHub, RepoId, Seed};
//!
//! let hub = MockHub::start(Seed::default())?; // in threads of its own, on a free port, until it is dropped
//! println!("HF_ENDPOINT={} HF_TOKEN={}", hub.endpoint(), hub.token("bo").unwrap_or_default());
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! # Stability
//!
//! What this page lists is the interface. Other items are public for the program, its benchmarks and its tests only; they change
//! without notice.

#![cfg_attr(not(feature = "cli"), expect(dead_code, reason = "the command line uses it"))]

#[doc(hidden)]
pub mod card;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod diff;
mod folders;
#[doc(hidden)]
pub mod gate;
#[cfg(feature = "git")]
#[doc(hidden)]
pub mod git;
#[cfg(feature = "hub")]
#[doc(hidden)]
pub mod hub;
#[doc(hidden)]
pub mod lint;
#[cfg(feature = "lsp")]
#[doc(hidden)]
pub mod lsp;
mod printable;
mod process_folder;
#[doc(hidden)]
pub mod remote;
#[doc(hidden)]
pub mod report;
mod revision;
#[doc(hidden)]
pub mod rule;
#[doc(hidden)]
pub mod rules;
#[doc(hidden)]
pub mod schema;
#[doc(hidden)]
pub mod source;
#[doc(hidden)]
pub mod vocabulary;
#[doc(hidden)]
pub mod walk;
mod words;
mod work;
#[doc(hidden)]
pub mod yaml;

#[doc(inline)]
pub use card::{Card, RepoType};
#[doc(inline)]
pub use gate::{FieldKind, GateField, GateForm};
#[cfg(feature = "hub")]
#[doc(inline)]
pub use hub::{Clock, Fault, MockHub, Seed, state::RepoId};
#[doc(inline)]
pub use lint::config::Config;
#[doc(inline)]
pub use lint::fix::{Fixed, fix};
#[doc(inline)]
pub use lint::{Options, lint};
#[doc(inline)]
pub use rule::Rule;
#[doc(inline)]
pub use rule::diagnostic::{Consumer, Diagnostic, Label, Severity};
#[doc(inline)]
pub use source::{Edit, Fix, SourceFile, Span};

/// The code of README.md runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
