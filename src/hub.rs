//! The mock Hub.
