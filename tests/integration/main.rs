//! Everything a user relies on, in one test binary.

mod config;
mod datasets;
mod gate;
mod hub_files;
mod hub_pages;
mod rules;
mod suppress;
mod vocabularies;
mod yaml;
