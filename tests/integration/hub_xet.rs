//! The content store of Xet: tokens of its own, every hash is checked against what came, and files are read from it.
//!
//! The hashes were computed with Python's `blake3` by hub-docs docs/xet/hashing.md.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

use cardlint::hub::state::xet::{Xorb, read_shard};
use serde_json::json;

use crate::hub_client::{CAST, Client, Reply, cast, start};

const OPEN: &str = "/api/datasets/owner/open";

/// One chunk of the bytes 7, 8 and 9.
const SMALL: &str = "7267e0ac6b400ea9772250ef3934dfad99acedd8414331ebf05ad032440bcad5";
/// Forty chunks: `n` repeated `n + 1` times.
const LARGE: &str = "032d9d660f13dcd6e59d353db22c40af0a80acbc19dc3aa9ff8949bebade4df4";

/// One chunk of the bytes 0 to 9.
const TEN: &str = "18181df48d64041e258c9330f749de4a3e2e2d0c048ee2dc7f7c37cebb1d4993";

struct Store {
    hub: cardlint::hub::MockHub,
    owner: Client,
    uploader: Client,
    path: String,
}

impl Store {
    fn open() -> Self {
        let hub = cast();
        let owner = Client::new(&hub).token("hf_owner");
        let token = owner.get(&format!("{OPEN}/xet-write-token/main")).json();
        let path = token["casUrl"].as_str().unwrap().strip_prefix(hub.endpoint()).unwrap().to_owned();
        let uploader = Client::new(&hub).token(token["accessToken"].as_str().unwrap());
        Self { hub, owner, uploader, path }
    }

    fn put_xorb(&self, name: &str, chunks: &[Vec<u8>]) -> Reply {
        let body: Vec<u8> = chunks.iter().flat_map(|chunk| stored(chunk)).collect();
        self.uploader.send("POST", &format!("{}/v1/xorbs/default/{name}", self.path), "", &body)
    }

    fn put_shard(&self, records: &[[u8; 48]]) -> Reply {
        let shard = [&[[0; 48]][..], records, &[record(&"f".repeat(64), [0, 0, 0, 0])]].concat().concat();
        self.uploader.send("POST", &format!("{}/v1/shards", self.path), "", &shard)
    }

    /// What the store says against a shard.
    fn refusal(&self, records: &[[u8; 48]]) -> String {
        let reply = self.put_shard(records);
        assert_eq!(reply.status, 400, "{reply:?}");
        reply.body
    }
}

/// A chunk as it is.
fn stored(chunk: &[u8]) -> Vec<u8> {
    let len = u8::try_from(chunk.len()).unwrap();
    [&[0, len, 0, 0, 0, len, 0, 0][..], chunk].concat()
}

fn small() -> Vec<Vec<u8>> {
    vec![vec![7, 8, 9]]
}

fn large() -> Vec<Vec<u8>> {
    (0..40).map(|n| vec![n; usize::from(n) + 1]).collect()
}

/// A hash as URLs have it, and four numbers.
fn record(hash: &str, numbers: [u32; 4]) -> [u8; 48] {
    let mut record = [0; 48];
    for (at, word) in (0..64).step_by(16).enumerate() {
        let word = u64::from_str_radix(&hash[word..word + 16], 16).unwrap();
        record[at * 8..at * 8 + 8].copy_from_slice(&word.to_le_bytes());
    }
    for (at, number) in numbers.iter().enumerate() {
        record[32 + at * 4..36 + at * 4].copy_from_slice(&number.to_le_bytes());
    }
    record
}

/// A file of both xorbs, as a shard tells it: its hash, its terms, their proofs, its SHA-256.
fn file_of_both() -> [[u8; 48]; 6] {
    [
        record("baf14e02bae1e6998aa2cca8e67679df7dc134b5b5baabb75fe3757a6a71eebf", [0xc000_0000, 2, 0, 0]),
        record(LARGE, [0, 820, 0, 40]),
        record(SMALL, [0, 3, 0, 1]),
        record("160a283e0cab1201808150a83db21b2eb136431f1a5b25132df1a4a7377e9ef0", [0; 4]),
        record("2eab261f7bb53c6a42b7b593be95fcb2acae1f5619510ec6997108a7b5b6eaac", [0; 4]),
        record(&"0".repeat(64), [0; 4]),
    ]
}

#[test]
fn the_content_store_wants_its_own_tokens() {
    let store = Store::open();
    let requester = Client::at(store.hub.endpoint()).token("hf_requester");
    assert_eq!(requester.get(&format!("{OPEN}/xet-write-token/main")).status, 403);
    let path = format!("{}/v1/xorbs/default/{SMALL}", store.path);
    assert_eq!(store.owner.send("POST", &path, "", b"").status, 401, "a Hub token is none of the store");
    let read = store.owner.get(&format!("{OPEN}/xet-read-token/main")).json();
    let reader = Client::at(store.hub.endpoint()).token(read["accessToken"].as_str().unwrap());
    assert_eq!(reader.send("POST", &path, "", b"").status, 403, "a token for reading");
}

#[test]
fn a_xorb_is_what_its_address_says() {
    let store = Store::open();
    assert_eq!(store.put_xorb(SMALL, &small()).json(), json!({ "was_inserted": true }));
    assert_eq!(store.put_xorb(SMALL, &small()).json(), json!({ "was_inserted": false }));
    assert_eq!(store.put_xorb(LARGE, &large()).json(), json!({ "was_inserted": true }));
    let other = store.put_xorb(SMALL, &[vec![7, 8, 8]]);
    assert_eq!(other.status, 400);
    assert!(other.body.contains(&format!("its address says {SMALL}")), "{other:?}");
    let path = format!("{}/v1/xorbs/default/{SMALL}", store.path);
    for body in [&b"no chunks here"[..], &[0, 9, 0, 0, 0, 3, 0, 0, 7, 8, 9], &[0, 3, 0, 0, 1, 3, 0, 0, 7, 8, 9]] {
        assert_eq!(store.uploader.send("POST", &path, "", body).status, 400, "{body:?}");
    }
}

#[test]
fn a_chunk_counts_by_its_bytes_however_it_is_packed() {
    let store = Store::open();
    let path = |name: &str| format!("{}/v1/xorbs/default/{name}", store.path);
    let put = |name: &str, scheme: u8, packed: &[u8], len: u8| {
        let body = [&[0, u8::try_from(packed.len()).unwrap(), 0, 0, scheme, len, 0, 0][..], packed].concat();
        store.uploader.send("POST", &path(name), "", &body)
    };
    let lz4 = |bytes: &[u8]| {
        let mut encoder = lz4_flex::frame::FrameEncoder::new(Vec::new());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let bytes: Vec<u8> = (0..10).collect();
    // The first byte of every four, then the second of every four, and so on.
    let grouped = lz4(&[0, 4, 8, 1, 5, 9, 2, 6, 3, 7]);
    assert_eq!(put(TEN, 0, &bytes, 10).json(), json!({ "was_inserted": true }));
    assert_eq!(put(TEN, 1, &lz4(&bytes), 10).json(), json!({ "was_inserted": false }));
    assert_eq!(put(TEN, 2, &grouped, 10).json(), json!({ "was_inserted": false }));
    for (scheme, packed, len) in [(1, &grouped, 10), (1, &lz4(&bytes), 9), (1, &lz4(&bytes), 11), (3, &bytes, 10)] {
        assert_eq!(put(TEN, scheme, packed, len).status, 400, "{scheme} {len}");
    }
}

#[test]
fn a_shard_makes_files_of_what_was_uploaded() {
    let store = Store::open();
    let sha256 = "8948af669408436de1851c55eb349f88f95488d2ec410391319e93beaf8feaa3";
    let mut file = file_of_both();
    file[5] = record(sha256, [0; 4]);
    assert!(store.refusal(&file).contains("was not uploaded"));
    store.put_xorb(SMALL, &small());
    store.put_xorb(LARGE, &large());
    assert_eq!(store.put_shard(&file).json(), json!({ "result": 1 }));

    let line =
        json!({ "key": "lfsFile", "value": { "path": "both.bin", "algo": "sha256", "oid": sha256, "size": 823 } });
    let body = format!("{}\n{line}", json!({ "key": "header", "value": { "summary": "both" } }));
    let commit = store.owner.send("POST", &format!("{OPEN}/commit/main"), "application/x-ndjson", body.as_bytes());
    assert_eq!(commit.status, 200, "{commit:?}");
    let got = store.owner.get("/datasets/owner/open/resolve/main/both.bin");
    assert_eq!(got.body.as_bytes(), [large().concat(), small().concat()].concat());
}

// fidelity: xet-hashes
#[test]
fn a_shard_with_a_wrong_hash_is_refused() {
    let store = Store::open();
    store.put_xorb(SMALL, &small());
    store.put_xorb(LARGE, &large());
    let with = |at: usize, with: [u8; 48]| {
        let mut file = file_of_both();
        file[at] = with;
        store.refusal(&file)
    };
    let [head, ..] = file_of_both();
    assert!(with(0, record(&"1".repeat(64), [0xc000_0000, 2, 0, 0])).contains("the shard says 1111"));
    assert!(
        with(1, record(LARGE, [0, 800, 0, 39])).contains("a verification entry"),
        "not the chunks that were proved"
    );
    assert!(with(1, record(LARGE, [0, 819, 1, 40])).contains("a verification entry"), "nor these");
    assert!(with(1, record(LARGE, [0, 820, 0, 41])).contains("fewer chunks"));
    assert!(with(3, record(&"1".repeat(64), [0; 4])).contains("a verification entry"));
    assert!(with(5, record(&"1".repeat(64), [0; 4])).contains("SHA-256"));
    let cut = store.uploader.send("POST", &format!("{}/v1/shards", store.path), "", &[[0; 48], head].concat());
    assert!(cut.status == 400 && cut.body.contains("ends within a file"), "{cut:?}");
    let unproved = [record(SMALL, [0, 1, 0, 0]), record(SMALL, [0, 3, 0, 1])];
    assert!(store.refusal(&unproved).contains("no verification entries"));
}

/// Both xorbs, by name.
fn both() -> BTreeMap<String, Arc<Xorb>> {
    let xorb = |chunks: Vec<Vec<u8>>| {
        let bytes: Vec<u8> = chunks.iter().flat_map(|chunk| stored(chunk)).collect();
        Arc::new(Xorb::read(bytes.into()).unwrap())
    };
    [(SMALL, xorb(small())), (LARGE, xorb(large()))].map(|(name, xorb)| (name.to_owned(), xorb)).into()
}

#[test]
fn any_range_of_a_file_of_several_chunks_is_read() {
    let shard = [&[[0; 48]][..], &file_of_both(), &[record(&"f".repeat(64), [0; 4])]].concat().concat();
    let files = read_shard(&shard, &both()).unwrap();
    let [file] = &files[..] else { panic!("one file") };
    assert_eq!((file.sha256.as_deref(), file.content.size()), (Some("0".repeat(64).as_str()), 823));
    let bytes = [large().concat(), small().concat()].concat();
    let starts = (0..=40).map(|chunk| chunk * (chunk + 1) / 2).chain([823]);
    let places: Vec<usize> = starts.flat_map(|at: usize| [at.saturating_sub(1), at, (at + 1).min(823)]).collect();
    for from in &places {
        for to in places.iter().filter(|to| *to >= from) {
            let read = file.content.read(*from as u64..*to as u64).unwrap();
            assert_eq!(read, bytes[*from..*to], "{from}..{to}");
        }
    }
}

#[test]
fn a_shard_has_as_many_files_as_it_says() {
    let read = |records: &[[u8; 48]]| read_shard(&[&[[0; 48]][..], records].concat().concat(), &both());
    let end = record(&"f".repeat(64), [0; 4]);
    assert_eq!(read(&[end]).unwrap().len(), 0);
    // A file of no bytes, without a SHA-256, and one after it.
    let empty = record(&"0".repeat(64), [0x8000_0000, 0, 0, 0]);
    let files = read(&[&[empty][..], &file_of_both(), &[end]].concat()).unwrap();
    assert_eq!(files.iter().map(|file| file.content.size()).collect::<Vec<_>>(), [0, 823]);
    assert_eq!((files[0].sha256.is_none(), files[0].content.to_vec().unwrap().len()), (true, 0));
    assert!(read(&[empty]).is_err() && read(&[]).is_err(), "the end is missing");
}

#[test]
fn a_xorb_ends_with_a_chunk_or_with_a_footer() {
    let chunk = stored(&[7, 8, 9]);
    let read = |bytes: &[u8]| Xorb::read(bytes.to_vec().into()).map(|xorb| xorb.name());
    assert_eq!(read(&chunk), Ok(SMALL.to_owned()));
    assert_eq!(read(&[&chunk, &b"XETBLOB\x01and more"[..]].concat()), Ok(SMALL.to_owned()));
    assert_eq!(read(b""), Ok("0".repeat(64)));
    let with = |at: usize, byte: u8| {
        let mut chunk = chunk.clone();
        chunk[at] = byte;
        read(&chunk).unwrap_err()
    };
    assert_eq!(with(0, 1), "chunk 0 of the xorb is of a kind that is not known");
    assert_eq!(with(4, 3), "chunk 0 of the xorb is of a kind that is not known");
    assert_eq!(with(1, 4), "the xorb ends within chunk 0");
    assert_eq!(with(1, 2), "the xorb ends within the header of chunk 1");
    assert!(with(5, 2).contains("another size than its header says"));
    assert!(with(6, 1).contains("another size than its header says"));
    // What is unpacked is as long as the header says, neither shorter nor longer.
    let mut encoder = lz4_flex::frame::FrameEncoder::new(Vec::new());
    encoder.write_all(&[7, 8, 9]).unwrap();
    let frame = encoder.finish().unwrap();
    let packed = |len: u8| [&[0, u8::try_from(frame.len()).unwrap(), 0, 0, 1, len, 0, 0][..], &frame].concat();
    assert_eq!(read(&packed(3)), Ok(SMALL.to_owned()));
    for len in [2, 4] {
        assert!(read(&packed(len)).unwrap_err().contains("another size than its header says"), "{len}");
    }
    assert!(read(&[&chunk, &chunk[..7]].concat()).unwrap_err().contains("header of chunk 1"));
}

// fidelity: xet-downloads
#[test]
fn a_large_file_is_put_together_from_what_the_store_names() {
    let hub = start(&CAST.replace("data/train.csv: 'a,b'", "data/x.bin: { base64: AAECAw==, lfs: true }"));
    let client = Client::new(&hub);
    let api = "/api/datasets/owner/voices";
    let hash = |client: &Client| {
        let files = client.get(&format!("{api}/tree/main/data")).json();
        files[0]["xetHash"].as_str().unwrap().to_owned()
    };
    let owner = client.token("hf_owner");
    let name = hash(&owner);
    assert_eq!((name.len(), hash(&client), hash(&client.token("hf_requester"))), (64, "*".repeat(64), "*".repeat(64)));
    let token = |client: &Client| client.get(&format!("{api}/xet-read-token/main"));
    let closed = [&client, &client.token("hf_requester")].map(|client| token(client).status);
    assert_eq!(closed, [401, 403]);
    let token = token(&client.token("hf_accepted")).json();
    let store = token["casUrl"].as_str().unwrap().strip_prefix(hub.endpoint()).unwrap().to_owned();
    let reader = client.token(token["accessToken"].as_str().unwrap());
    let ask = |client: &Client, words: &str| client.get(&format!("{store}/{words}/{name}"));
    let answer = ask(&reader, "v2/reconstructions").json();
    let xorb = answer["terms"][0]["hash"].as_str().unwrap();
    assert_eq!(answer["terms"], json!([{ "hash": xorb, "unpacked_length": 4, "range": { "start": 0, "end": 1 } }]));
    let fetch = &answer["xorbs"][xorb][0];
    let ranges = json!([{ "chunks": { "start": 0, "end": 1 }, "bytes": { "start": 0, "end": 11 } }]);
    assert_eq!((&fetch["ranges"], &answer["offset_into_first_range"]), (&ranges, &json!(0)));
    // The address is signed, and needs no token.
    let address = fetch["url"].as_str().unwrap().strip_prefix(hub.endpoint()).unwrap();
    let bytes = client.with("Range", "bytes=0-11").get(address);
    assert_eq!((bytes.status, bytes.body.as_bytes()), (206, &[0, 4, 0, 0, 0, 4, 0, 0, 0, 1, 2, 3][..]));
    assert_eq!(client.get(&address.replace("sign=", "sign=0")).status, 403);
    // As older clients ask, and a range of the file.
    for words in ["v1/reconstructions", "reconstructions", "reconstruction"] {
        let answer = ask(&reader.with("Range", "bytes=1-2"), words).json();
        let fetch = &answer["fetch_info"][xorb][0];
        assert_eq!(
            (&fetch["url_range"], &answer["offset_into_first_range"]),
            (&ranges[0]["bytes"], &json!(1)),
            "{words}"
        );
    }
    assert_eq!(ask(&reader.with("Range", "bytes=4-"), "v2/reconstructions").status, 416);
    assert_eq!(reader.get(&format!("{store}/v2/reconstructions/{}", "0".repeat(64))).status, 404);
    for nobody in [&client, &owner] {
        assert_eq!(ask(nobody, "v2/reconstructions").status, 401, "the store has tokens of its own");
    }
}
