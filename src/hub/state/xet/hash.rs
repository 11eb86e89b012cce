//! The hashes of the xet protocol: BLAKE3 with a key for each purpose (hub-docs docs/xet/hashing.md).

use std::fmt::Write;

use crate::hub::state::files::content::hex;

/// 32 bytes; URLs and inner nodes write them as [`name`] does.
pub(crate) type Hash = [u8; 32];

const CHUNK: Hash = [
    102, 151, 245, 119, 91, 149, 80, 222, 49, 53, 203, 172, 165, 151, 24, 28, 157, 228, 33, 16, 155, 235, 43, 88, 180,
    208, 176, 75, 147, 173, 242, 41,
];
const INNER_NODE: Hash = [
    1, 126, 197, 199, 165, 71, 41, 150, 253, 148, 102, 102, 180, 138, 2, 230, 93, 221, 83, 111, 55, 199, 109, 210, 248,
    99, 82, 230, 74, 83, 113, 63,
];
const TERM: Hash = [
    127, 24, 87, 214, 206, 86, 237, 102, 18, 127, 249, 19, 231, 165, 195, 243, 164, 205, 38, 213, 181, 219, 73, 230,
    65, 36, 152, 127, 40, 251, 148, 195,
];
const FILE: Hash = [0; 32];

/// The fewest and the most children of an inner node, but for the last of a level.
const CHILDREN: (usize, usize) = (3, 9);

/// A node of the tree: its hash, and how many bytes lie below it.
pub(crate) type TreeNode = (Hash, u64);

/// The hash of a chunk's bytes.
pub(crate) fn of_chunk(bytes: &[u8]) -> Hash {
    keyed(CHUNK, bytes)
}

/// The hash of a xorb with these chunks.
pub(crate) fn of_xorb(chunks: &[TreeNode]) -> Hash {
    let mut level = chunks.to_vec();
    while level.len() > 1 {
        let mut above = Vec::with_capacity(level.len() / 2);
        let mut rest = &level[..];
        while !rest.is_empty() {
            let (group, others) = rest.split_at(group_len(rest));
            above.push(inner_node(group));
            rest = others;
        }
        level = above;
    }
    level.first().map_or([0; 32], |(root, _)| *root)
}

/// The hash of a file with these chunks.
pub(crate) fn of_file(chunks: &[TreeNode]) -> Hash {
    if chunks.is_empty() { [0; 32] } else { keyed(FILE, &of_xorb(chunks)) }
}

/// The hash that shows that a client has the chunks of a term.
pub(crate) fn of_term(chunks: &[TreeNode]) -> Hash {
    let joined: Vec<u8> = chunks.iter().flat_map(|(hash, _)| *hash).collect();
    keyed(TERM, &joined)
}

/// A hash as URLs have it: each eight bytes reversed.
pub(crate) fn name(hash: &Hash) -> String {
    let reversed: Vec<u8> = hash.chunks(8).flat_map(|word| word.iter().rev().copied()).collect();
    hex(&reversed)
}

/// How many of the first nodes have the same parent: a group ends with a hash that is a multiple of four.
fn group_len(nodes: &[TreeNode]) -> usize {
    let (least, most) = CHILDREN;
    let most = most.min(nodes.len());
    let ends = |(hash, _): &TreeNode| hash[24] % 4 == 0;
    (least..most).find(|len| ends(&nodes[len - 1])).unwrap_or(most)
}

fn inner_node(children: &[TreeNode]) -> TreeNode {
    let mut lines = String::new();
    for (hash, len) in children {
        // writing to a string cannot fail
        let _ = writeln!(lines, "{} : {len}", name(hash));
    }
    (keyed(INNER_NODE, lines.as_bytes()), children.iter().map(|(_, len)| len).sum())
}

fn keyed(key: Hash, bytes: &[u8]) -> Hash {
    *blake3::keyed_hash(&key, bytes).as_bytes()
}
