//! Why a file that a configuration names cannot be read.

use std::io::{self, ErrorKind};

/// Why a file cannot be read, in plain words.
pub(super) fn unread(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file".to_owned(),
        ErrorKind::InvalidData => "not UTF-8 text".to_owned(),
        ErrorKind::IsADirectory => "is a directory, expected a file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}
