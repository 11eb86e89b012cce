//! LFS pointers: the small files that git has in place of large ones (git-lfs docs/spec.md).

/// What a pointer says of the large file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointer {
    /// SHA-256 of the file, in hexadecimal.
    pub oid: String,
    /// Size of the file in bytes.
    pub size: u64,
}

/// A pointer is shorter, in bytes (docs/spec.md of git-lfs).
const TOO_LONG: usize = 1024;
const VERSION: &str = "version https://git-lfs.github.com/spec/v1\n";

impl Pointer {
    /// Reads a blob; `None` if it is not a pointer.
    pub fn read(blob: &[u8]) -> Option<Pointer> {
        if blob.len() >= TOO_LONG {
            return None;
        }
        let lines = std::str::from_utf8(blob).ok()?.strip_prefix(VERSION)?;
        let value = |key: &str| lines.lines().find_map(|line| line.strip_prefix(key));
        let oid = value("oid sha256:")?;
        Some(Pointer { oid: is_oid(oid).then(|| oid.to_owned())?, size: value("size ")?.parse().ok()? })
    }

    /// The text of the pointer.
    pub fn text(&self) -> String {
        format!("{VERSION}oid sha256:{}\nsize {}\n", self.oid, self.size)
    }
}

/// Whether a string is an LFS object id: 64 lower-case hexadecimal digits.
pub fn is_oid(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
