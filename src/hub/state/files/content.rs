//! The bytes of large files: kept once, in memory while they are few, else in a temporary file without a name, which
//! the system removes however the process ends.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// What does not fit in here is spilled to a file, in bytes.
const MEMORY_BYTES: usize = 1 << 20;

/// How many bytes are handed on at once.
pub const PIECE_BYTES: usize = 1 << 18;

/// The bytes of one file. A clone shares them.
#[derive(Clone, Debug)]
pub struct Content {
    bytes: Bytes,
    len: u64,
}

/// Bytes that lie in parts elsewhere.
pub(crate) trait Parts: std::fmt::Debug + Send + Sync {
    /// The size in bytes.
    fn len(&self) -> u64;

    /// The bytes of `range`, which lies within the size.
    fn read(&self, range: Range<u64>) -> io::Result<Vec<u8>>;
}

#[derive(Clone, Debug)]
enum Bytes {
    Memory(Arc<[u8]>),
    Spilled(Arc<Mutex<File>>),
    Parts(Arc<dyn Parts>),
}

impl Content {
    /// Content that is put together whenever it is read.
    pub(crate) fn from_parts(parts: impl Parts + 'static) -> Content {
        Content { len: parts.len(), bytes: Bytes::Parts(Arc::new(parts)) }
    }

    /// The size in bytes.
    pub fn size(&self) -> u64 {
        self.len
    }

    /// The bytes of `range`, clipped to what there is.
    pub fn read(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        let (start, end) = (range.start.min(self.len), range.end.min(self.len));
        let wanted = usize::try_from(end.saturating_sub(start)).map_err(io::Error::other)?;
        match &self.bytes {
            Bytes::Memory(bytes) => {
                let start = usize::try_from(start).map_err(io::Error::other)?;
                Ok(bytes[start..start + wanted].to_vec())
            }
            Bytes::Spilled(file) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                let mut piece = vec![0; wanted];
                file.seek(SeekFrom::Start(start))?;
                file.read_exact(&mut piece)?;
                Ok(piece)
            }
            Bytes::Parts(parts) => parts.read(start..start + wanted as u64),
        }
    }

    /// The bytes of `range`, where they are in memory.
    pub fn in_memory(&self, range: Range<u64>) -> Option<&[u8]> {
        let Bytes::Memory(bytes) = &self.bytes else { return None };
        bytes.get(usize::try_from(range.start).ok()?..usize::try_from(range.end).ok()?)
    }

    /// All of it.
    pub fn to_vec(&self) -> io::Result<Vec<u8>> {
        self.read(0..self.len)
    }

    /// The pieces of `range`, in order, none longer than [`PIECE_BYTES`].
    pub fn pieces(&self, range: Range<u64>) -> impl Iterator<Item = io::Result<Vec<u8>>> + Send + use<> {
        let content = self.clone();
        let end = range.end.min(self.len);
        let mut at = range.start;
        std::iter::from_fn(move || {
            (at < end).then(|| {
                let from = at;
                at = end.min(from + PIECE_BYTES as u64);
                content.read(from..at)
            })
        })
    }

    /// The SHA-256 in hexadecimal: the LFS object id.
    pub fn sha256(&self) -> io::Result<String> {
        let mut hash = Sha256::new();
        for piece in self.pieces(0..self.len) {
            hash.update(piece?);
        }
        Ok(hex(&hash.finalize()))
    }
}

/// Shares the bytes.
impl From<Arc<[u8]>> for Content {
    fn from(bytes: Arc<[u8]>) -> Content {
        Content { len: bytes.len() as u64, bytes: Bytes::Memory(bytes) }
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Content {
        Content { len: bytes.len() as u64, bytes: Bytes::Memory(bytes.into()) }
    }
}

impl PartialEq for Content {
    fn eq(&self, other: &Content) -> bool {
        let pieces = self.pieces(0..self.len).zip(other.pieces(0..other.len));
        self.len == other.len
            && pieces.into_iter().all(|(one, two)| matches!((one, two), (Ok(one), Ok(two)) if one == two))
    }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = self.to_vec().map_err(serde::ser::Error::custom)?;
        serializer.serialize_str(&BASE64.encode(bytes))
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Content, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(BASE64.decode(text).map_err(serde::de::Error::custom)?.into())
    }
}

/// Takes the bytes of an upload as they come. Dropped before [`ContentWriter::finish`], it leaves nothing.
#[derive(Debug, Default)]
pub struct ContentWriter {
    memory: Vec<u8>,
    spilled: Option<File>,
    hash: Sha256,
    len: u64,
}

impl ContentWriter {
    /// How many bytes came so far.
    pub fn size(&self) -> u64 {
        self.len
    }

    /// The content and its SHA-256 in hexadecimal.
    pub fn finish(self) -> (Content, String) {
        let bytes = match self.spilled {
            Some(file) => Bytes::Spilled(Arc::new(Mutex::new(file))),
            None => Bytes::Memory(self.memory.into()),
        };
        (Content { bytes, len: self.len }, hex(&self.hash.finalize()))
    }
}

impl Write for ContentWriter {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if self.spilled.is_none() && self.memory.len() + piece.len() > MEMORY_BYTES {
            let mut file = tempfile::tempfile()?;
            file.write_all(&std::mem::take(&mut self.memory))?;
            self.spilled = Some(file);
        }
        match &mut self.spilled {
            Some(file) => file.write_all(piece)?,
            None => self.memory.extend_from_slice(piece),
        }
        self.hash.update(piece);
        self.len += piece.len() as u64;
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| char::from(HEX[usize::from(digit)])).collect()
}

const HEX: &[u8; 16] = b"0123456789abcdef";
