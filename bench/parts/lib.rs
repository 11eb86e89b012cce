//! Nothing: see `benches/parts.rs`.
