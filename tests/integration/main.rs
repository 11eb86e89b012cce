//! Everything a user relies on, in one test binary.

mod gate;
mod rules;
mod vocabularies;
