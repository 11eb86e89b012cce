//! How large files are read from the content store. Each is cut anew, into uncompressed chunks of one size, however it was
//! uploaded.

use std::io;
use std::ops::Range;

use sha2::{Digest, Sha256};

use crate::hub::state::files::content::{Content, Parts, hex};

/// The size of a chunk; the last one of a file may be shorter.
pub(crate) const CHUNK_BYTES: u64 = 1 << 16;
/// How many of them are in a xorb: 32 MiB.
const XORB_CHUNKS: u64 = 512;
/// Version, three bytes of stored size, scheme, three bytes of size.
const HEADER_BYTES: u64 = 8;
const FRAME_BYTES: u64 = HEADER_BYTES + CHUNK_BYTES;

/// A run of chunks of one xorb.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Term {
    /// Which xorb of the file.
    pub(crate) xorb: u64,
    /// Which chunks of the xorb.
    pub(crate) chunks: Range<u64>,
    /// Where they are in the serialized xorb.
    pub(crate) serialized: Range<u64>,
    /// How many bytes of the file they hold.
    pub(crate) unpacked: u64,
}

/// The terms that hold a range of a file, which is not empty.
pub(crate) fn terms(len: u64, range: Range<u64>) -> Vec<Term> {
    let wanted = range.start / CHUNK_BYTES..range.end.min(len).div_ceil(CHUNK_BYTES);
    (wanted.start / XORB_CHUNKS..wanted.end.div_ceil(XORB_CHUNKS))
        .map(|xorb| {
            let first = xorb * XORB_CHUNKS;
            let chunks = wanted.start.max(first)..wanted.end.min(first + XORB_CHUNKS);
            let unpacked = (chunks.end * CHUNK_BYTES).min(len) - chunks.start * CHUNK_BYTES;
            let at = (chunks.start - first) * FRAME_BYTES;
            let stored = unpacked + (chunks.end - chunks.start) * HEADER_BYTES;
            Term { xorb, chunks: chunks.start - first..chunks.end - first, serialized: at..at + stored, unpacked }
        })
        .collect()
}

/// The name of a xorb of a file. Clients keep chunks by it, so it is another one for other bytes.
pub(crate) fn xorb_name(sha256: &str, xorb: u64) -> String {
    hex(&Sha256::digest(format!("{sha256} {xorb}")))
}

/// A xorb of a file, serialized; an empty one where the file has none of this number.
pub(crate) fn xorb(file: &Content, number: u64) -> Content {
    let from = number.saturating_mul(XORB_CHUNKS * CHUNK_BYTES).min(file.size());
    let len = (file.size() - from).min(XORB_CHUNKS * CHUNK_BYTES);
    Content::from_parts(Serialized { file: file.clone(), from, len })
}

/// Part of a file, with a header before each chunk.
#[derive(Debug)]
struct Serialized {
    file: Content,
    from: u64,
    len: u64,
}

impl Parts for Serialized {
    fn len(&self) -> u64 {
        self.len + self.len.div_ceil(CHUNK_BYTES) * HEADER_BYTES
    }

    fn read(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        let chunks = range.start / FRAME_BYTES..range.end.div_ceil(FRAME_BYTES);
        let mut bytes = Vec::new();
        for at in chunks.clone().map(|chunk| chunk * CHUNK_BYTES) {
            let len = (self.len - at.min(self.len)).min(CHUNK_BYTES);
            let [a, b, c, ..] = u32::try_from(len).map_err(io::Error::other)?.to_le_bytes();
            bytes.extend([0, a, b, c, 0, a, b, c]);
            bytes.extend(self.file.read(self.from + at..self.from + at + len)?);
        }
        let skipped = usize::try_from(range.start - chunks.start * FRAME_BYTES).map_err(io::Error::other)?;
        let wanted = usize::try_from(range.end - range.start).map_err(io::Error::other)?;
        Ok(bytes.into_iter().skip(skipped).take(wanted).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::state::xet::Xorb;

    fn file(len: u64) -> Content {
        (0..len).map(|n| (n % 251) as u8).collect::<Vec<_>>().into()
    }

    #[test]
    fn terms_hold_what_is_asked_for() {
        let len = 3 * CHUNK_BYTES + 1;
        assert_eq!(terms(len, 0..len), [Term { xorb: 0, chunks: 0..4, serialized: 0..len + 32, unpacked: len }]);
        let last = Term { xorb: 0, chunks: 3..4, serialized: 3 * FRAME_BYTES..3 * FRAME_BYTES + 9, unpacked: 1 };
        assert_eq!(terms(len, len - 1..len + 5), [last]);
        let two = terms(40 << 20, (32 << 20) - 1..(32 << 20) + 1);
        assert_eq!(
            two.iter().map(|term| (term.xorb, term.chunks.clone())).collect::<Vec<_>>(),
            [(0, 511..512), (1, 0..1)]
        );
        let within =
            Term { xorb: 1, chunks: 2..3, serialized: 2 * FRAME_BYTES..3 * FRAME_BYTES, unpacked: CHUNK_BYTES };
        assert_eq!(terms(40 << 20, 514 * CHUNK_BYTES..514 * CHUNK_BYTES + 1), [within]);
    }

    #[test]
    fn the_next_xorb_goes_on_where_one_ends() -> io::Result<()> {
        let mut bytes = vec![0; 32 << 20];
        bytes.extend([1, 2, 3]);
        let file = Content::from(bytes);
        assert_eq!(xorb(&file, 0).size(), 512 * FRAME_BYTES);
        assert_eq!(xorb(&file, 1).to_vec()?, [0, 3, 0, 0, 0, 3, 0, 0, 1, 2, 3]);
        assert_eq!((xorb(&file, 2).size(), xorb(&file, u64::MAX).size()), (0, 0));
        let names = [xorb_name("a", 0), xorb_name("a", 1), xorb_name("b", 0)];
        assert!(names[0] != names[1] && names[0] != names[2] && names[1] != names[2] && names[0].len() == 64);
        Ok(())
    }

    #[test]
    fn a_xorb_is_one_that_clients_read() -> Result<(), String> {
        let text = |error: io::Error| error.to_string();
        for len in [1, CHUNK_BYTES, 3 * CHUNK_BYTES + 7] {
            let serialized = xorb(&file(len), 0);
            let read = Xorb::read(serialized.clone())?;
            assert_eq!(read.leaves.iter().map(|(_, len)| len).sum::<u64>(), len);
            let whole = serialized.to_vec().map_err(text)?;
            assert_eq!(serialized.size(), whole.len() as u64);
            let middle = serialized.read(5..whole.len() as u64 - 1).map_err(text)?;
            assert_eq!(middle, whole[5..whole.len() - 1]);
        }
        Ok(())
    }
}
