//! The mock Hub.

pub mod state;
