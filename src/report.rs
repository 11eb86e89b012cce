//! Diagnostics in every format.
