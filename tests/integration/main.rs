//! Everything a user relies on, in one test binary.

mod gate;
mod hub_pages;
mod rules;
mod vocabularies;
