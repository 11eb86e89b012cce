//! Everything a user relies on, in one test binary.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod cards;
mod cli;
mod config;
mod consequences;
mod datasets;
mod docs;
mod fix;
mod front_matter;
mod gate;
mod hook;
mod hub_access;
mod hub_client;
mod hub_control;
mod hub_face;
mod hub_fidelity;
mod hub_files;
mod hub_fuzz;
mod hub_gate;
mod hub_git;
mod hub_identity;
mod hub_large;
mod hub_load;
mod hub_matrix;
mod hub_pages;
mod hub_repos;
mod hub_seed;
mod hub_serve;
mod hub_settings;
mod hub_site;
mod hub_states;
mod hub_xet;
mod layers;
mod preview;
mod printable;
mod properties;
mod report;
mod rules;
mod run;
mod suppress;
mod verdict;
mod vocabularies;
mod walk;
mod write;
mod yaml;
