//! The content store of xet uploads: xorbs of compressed chunks, and shards that say which chunks make up a file
//! (hub-docs docs/xet/xorb.md, shard.md).

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;

use super::files::content::{Content, hex};

/// A xorb: chunks, each with its own compression.
#[derive(Debug)]
pub struct Xorb {
    serialized: Content,
    chunks: Vec<Chunk>,
}

#[derive(Clone, Copy, Debug)]
struct Chunk {
    /// Where the compressed bytes begin in the serialized xorb.
    at: u64,
    compressed: u32,
    scheme: u8,
    len: u32,
}

/// Version, three bytes of compressed size, scheme, three bytes of size.
const CHUNK_HEADER: u64 = 8;
/// What some clients write after the last chunk: an index, of no use here.
const FOOTER: &[u8] = b"XETBLOB";
const STORED: u8 = 0;
const LZ4: u8 = 1;
const BYTE_GROUPED_LZ4: u8 = 2;

impl Xorb {
    /// Reads the chunk headers of a serialized xorb.
    pub fn read(serialized: Content) -> Result<Xorb, String> {
        let mut chunks = Vec::new();
        let mut at = 0;
        while at < serialized.len() {
            let header = serialized.read(at..at + CHUNK_HEADER).map_err(|error| error.to_string())?;
            let [version, c0, c1, c2, scheme, u0, u1, u2] = header[..] else {
                return Err(format!("the xorb ends within the header of chunk {}", chunks.len()));
            };
            if header.starts_with(FOOTER) {
                break;
            }
            if version != 0 || scheme > BYTE_GROUPED_LZ4 {
                return Err(format!("chunk {} of the xorb is of a kind that is not known", chunks.len()));
            }
            let compressed = u32::from_le_bytes([c0, c1, c2, 0]);
            let chunk = Chunk { at: at + CHUNK_HEADER, compressed, scheme, len: u32::from_le_bytes([u0, u1, u2, 0]) };
            at = chunk.at + u64::from(compressed);
            if at > serialized.len() {
                return Err(format!("the xorb ends within chunk {}", chunks.len()));
            }
            chunks.push(chunk);
        }
        Ok(Xorb { serialized, chunks })
    }

    fn chunk(&self, chunk: Chunk) -> io::Result<Vec<u8>> {
        let raw = self.serialized.read(chunk.at..chunk.at + u64::from(chunk.compressed))?;
        let bytes = match chunk.scheme {
            STORED => raw,
            LZ4 => decompress(&raw, chunk.len)?,
            _ => ungroup(&decompress(&raw, chunk.len)?),
        };
        if bytes.len() == chunk.len as usize {
            Ok(bytes)
        } else {
            Err(io::Error::new(io::ErrorKind::InvalidData, "a chunk has another size than its header says"))
        }
    }
}

fn decompress(frame: &[u8], len: u32) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(len as usize);
    lz4_flex::frame::FrameDecoder::new(frame).take(u64::from(len) + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Undoes the grouping of every fourth byte.
fn ungroup(grouped: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0; grouped.len()];
    let mut next = grouped.iter();
    for group in 0..4 {
        for (place, byte) in bytes.iter_mut().skip(group).step_by(4).zip(&mut next) {
            *place = *byte;
        }
    }
    bytes
}

/// A file as runs of chunks.
#[derive(Debug, Default)]
pub(crate) struct Segments {
    chunks: Vec<(Arc<Xorb>, Chunk)>,
    /// Where each chunk begins in the file, and the file's end.
    starts: Vec<u64>,
}

impl Segments {
    fn push(&mut self, xorb: &Arc<Xorb>, range: Range<u32>) -> Option<()> {
        for chunk in xorb.chunks.get(range.start as usize..range.end as usize)? {
            self.starts.push(self.len());
            self.chunks.push((Arc::clone(xorb), *chunk));
        }
        Some(())
    }

    pub(super) fn len(&self) -> u64 {
        match (self.starts.last(), self.chunks.last()) {
            (Some(start), Some((_, chunk))) => start + u64::from(chunk.len),
            _ => 0,
        }
    }

    pub(super) fn read(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let first = self.starts.partition_point(|start| *start <= range.start).saturating_sub(1);
        for (start, (xorb, chunk)) in self.starts.iter().zip(&self.chunks).skip(first) {
            if *start >= range.end {
                break;
            }
            let piece = xorb.chunk(*chunk)?;
            let within = |at: u64| usize::try_from(at.saturating_sub(*start)).unwrap_or(usize::MAX).min(piece.len());
            bytes.extend_from_slice(&piece[within(range.start)..within(range.end)]);
        }
        Ok(bytes)
    }
}

/// One file that a shard describes.
#[derive(Debug)]
pub struct ShardFile {
    /// The LFS object id that the client computed, where the shard has it.
    pub sha256: Option<String>,
    /// The file.
    pub content: Content,
}

const RECORD: usize = 48;
const HASH: usize = 32;
const WITH_VERIFICATION: u32 = 1 << 31;
const WITH_METADATA: u32 = 1 << 30;

/// The files of a shard, put together from `xorbs`, which are named as in URLs.
pub fn read_shard(shard: &[u8], xorbs: &BTreeMap<String, Arc<Xorb>>) -> Result<Vec<ShardFile>, String> {
    let mut records = shard.chunks_exact(RECORD).skip(1);
    let mut next = || records.next().ok_or_else(|| "the shard ends within a file".to_owned());
    let mut files = Vec::new();
    loop {
        let header = next()?;
        if header[..HASH] == [0xff; HASH] {
            return Ok(files);
        }
        let (flags, terms) = (number(header, HASH), number(header, HASH + 4));
        let mut segments = Segments::default();
        for _ in 0..terms {
            let term = next()?;
            let name = hash_name(term);
            let xorb = xorbs.get(&name).ok_or_else(|| format!("xorb {name} was not uploaded"))?;
            segments
                .push(xorb, number(term, HASH + 8)..number(term, HASH + 12))
                .ok_or_else(|| format!("xorb {name} has fewer chunks than the shard asks for"))?;
        }
        if flags & WITH_VERIFICATION != 0 {
            for _ in 0..terms {
                next()?;
            }
        }
        let sha256 = if flags & WITH_METADATA == 0 { None } else { Some(hash_name(next()?)) };
        files.push(ShardFile { sha256, content: Content::from_segments(segments) });
    }
}

fn number(record: &[u8], at: usize) -> u32 {
    record.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
}

/// A hash as URLs name it: each eight bytes reversed.
fn hash_name(record: &[u8]) -> String {
    let reversed: Vec<u8> = record[..HASH].chunks(8).flat_map(|word| word.iter().rev().copied()).collect();
    hex(&reversed)
}
