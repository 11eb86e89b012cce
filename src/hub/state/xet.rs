//! The content store of xet uploads: xorbs of compressed chunks, and shards that say which chunks make up a file
//! (hub-docs docs/xet/xorb.md, shard.md).

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;

pub(crate) mod hash;
pub(crate) mod stored;

use self::hash::{Hash, TreeNode};
use super::files::content::{Content, Parts};

/// A xorb: chunks, each with its own compression.
#[derive(Debug)]
pub struct Xorb {
    serialized: Content,
    chunks: Vec<Chunk>,
    /// The hash and the size of each chunk.
    leaves: Vec<TreeNode>,
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
    /// Reads a serialized xorb: every chunk is unpacked once, to be hashed.
    pub fn read(serialized: Content) -> Result<Xorb, String> {
        let mut chunks = Vec::new();
        let mut at = 0;
        while at < serialized.size() {
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
            if at > serialized.size() {
                return Err(format!("the xorb ends within chunk {}", chunks.len()));
            }
            chunks.push(chunk);
        }
        let mut xorb = Xorb { serialized, chunks, leaves: Vec::new() };
        for chunk in &xorb.chunks {
            let bytes =
                xorb.chunk(*chunk).map_err(|error| format!("a chunk of the xorb cannot be unpacked: {error}"))?;
            xorb.leaves.push((hash::of_chunk(&bytes), bytes.len() as u64));
        }
        Ok(xorb)
    }

    /// Its hash, as URLs have it.
    pub fn name(&self) -> String {
        hash::name(&hash::of_xorb(&self.leaves))
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
struct Segments {
    chunks: Vec<(Arc<Xorb>, Chunk)>,
    /// Where each chunk begins in the file, and the file's end.
    starts: Vec<u64>,
}

impl Segments {
    /// Adds chunks of a xorb, and returns their hashes and sizes; `None` where it has fewer.
    fn push<'a>(&mut self, xorb: &'a Arc<Xorb>, range: Range<usize>) -> Option<&'a [TreeNode]> {
        for chunk in xorb.chunks.get(range.clone())? {
            self.starts.push(self.len());
            self.chunks.push((Arc::clone(xorb), *chunk));
        }
        xorb.leaves.get(range)
    }
}

impl Parts for Segments {
    fn len(&self) -> u64 {
        match (self.starts.last(), self.chunks.last()) {
            (Some(start), Some((_, chunk))) => start + u64::from(chunk.len),
            _ => 0,
        }
    }

    fn read(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
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
/// Stands in place of a file after the last.
const BOOKEND: Hash = [0xff; HASH];
const WITH_VERIFICATION: u32 = 1 << 31;
const WITH_METADATA: u32 = 1 << 30;

/// The files of a shard, put together from `xorbs`, which are named as in URLs. Every hash of the shard must be that of
/// what was uploaded.
pub fn read_shard(shard: &[u8], xorbs: &BTreeMap<String, Arc<Xorb>>) -> Result<Vec<ShardFile>, String> {
    let mut records = shard.as_chunks::<RECORD>().0.iter().skip(1);
    let mut next = || records.next().ok_or_else(|| "the shard ends within a file".to_owned());
    let mut files = Vec::new();
    loop {
        let header = next()?;
        if hash_of(header) == BOOKEND {
            return Ok(files);
        }
        let (flags, terms) = (number(header, HASH), number(header, HASH + 4));
        let mut segments = Segments::default();
        let mut leaves = Vec::new();
        let mut proofs = Vec::new();
        for _ in 0..terms {
            let term = next()?;
            let name = hash::name(&hash_of(term));
            let xorb = xorbs.get(&name).ok_or_else(|| format!("xorb {name} was not uploaded"))?;
            let range = number(term, HASH + 8) as usize..number(term, HASH + 12) as usize;
            let chunks = segments
                .push(xorb, range)
                .ok_or_else(|| format!("xorb {name} has fewer chunks than the shard asks for"))?;
            proofs.push(hash::of_term(chunks));
            leaves.extend_from_slice(chunks);
        }
        if flags & WITH_VERIFICATION == 0 {
            return Err("the shard has no verification entries".to_owned());
        }
        for proof in proofs {
            if hash_of(next()?) != proof {
                return Err("a verification entry of the shard does not match the chunks of its term".to_owned());
            }
        }
        let (said, computed) = (hash_of(header), hash::of_file(&leaves));
        if said != computed {
            let (said, computed) = (hash::name(&said), hash::name(&computed));
            return Err(format!("a file of the shard has the hash {computed}, and the shard says {said}"));
        }
        let sha256 = if flags & WITH_METADATA == 0 { None } else { Some(hash::name(&hash_of(next()?))) };
        files.push(ShardFile { sha256, content: Content::from_parts(segments) });
    }
}

fn number(record: &[u8; RECORD], at: usize) -> u32 {
    record.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
}

/// The hash that a record begins with.
fn hash_of(record: &[u8; RECORD]) -> Hash {
    record.first_chunk().copied().unwrap_or_default()
}
