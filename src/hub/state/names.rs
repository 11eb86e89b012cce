//! Names and ids. The Hub compares names without regard to case and keeps how they were first written.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::card::RepoType;

/// The name of a user, an organization or a repo: cheap to clone, equal and in order without regard to ASCII case.
///
/// ```
/// use cardlint::hub::state::Name;
///
/// assert_eq!(Name::from("Ana"), Name::from("ana"));
/// assert_eq!(Name::from("Ana").as_str(), "Ana");
/// assert!(Name::from("ana") < Name::from("Bo"));
/// ```
#[derive(Clone, Debug)]
pub struct Name(Arc<str>);

impl Name {
    /// The name as it was first written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the name starts with `prefix`, without regard to case.
    pub fn starts_with(&self, prefix: &str) -> bool {
        self.0.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    }

    /// Whether the Hub takes this as the name of an account or a repo: ASCII letters, digits, `-`, `_` and `.`, neither
    /// `-` nor `.` at either end, no `--` and no `..`, at most 96 characters (`validate_repo_id` of `huggingface_hub`).
    pub fn is_valid(text: &str) -> bool {
        (1..=96).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
            && !text.starts_with(['-', '.'])
            && !text.ends_with(['-', '.'])
            && !text.contains("--")
            && !text.contains("..")
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        let lower = |byte: u8| byte.to_ascii_lowercase();
        self.0.bytes().map(lower).cmp(other.0.bytes().map(lower))
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for Name {}

impl Hash for Name {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        for part in self.0.as_bytes().chunks(32) {
            let mut lower = [0; 32];
            for (lower, byte) in lower.iter_mut().zip(part) {
                *lower = byte.to_ascii_lowercase();
            }
            hasher.write(&lower[..part.len()]);
        }
    }
}

/// What accounts have, by their names, in the order in which it came.
pub type ByName<T> = IndexMap<Name, T, BuildHasherDefault<DefaultHasher>>;

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        self.0.eq_ignore_ascii_case(other)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// Which repo: its type and its whole name, `ana/voices`. A few old repos have no owner: `squad`.
///
/// ```
/// use cardlint::card::RepoType;
/// use cardlint::hub::state::RepoId;
///
/// let id = RepoId::new(RepoType::Dataset, "ana/voices");
/// assert_eq!((id.owner(), id.name()), ("ana", "voices"));
/// assert_eq!(id.path(), "datasets/ana/voices");
/// assert_eq!(RepoId::from_path("datasets/ana/voices"), id);
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct RepoId {
    /// Dataset, model or Space.
    #[serde(rename = "type")]
    pub kind: RepoType,
    /// The name with its owner.
    pub id: Name,
}

impl RepoId {
    /// A repo's id from its whole name.
    pub fn new(kind: RepoType, id: &str) -> Self {
        Self { kind, id: id.into() }
    }

    /// The account that owns the repo; empty where the id has no owner.
    pub fn owner(&self) -> &str {
        self.id.as_str().split_once('/').map_or("", |(owner, _)| owner)
    }

    /// The name without its owner.
    pub fn name(&self) -> &str {
        self.id.as_str().split_once('/').map_or(self.id.as_str(), |(_, name)| name)
    }

    /// The path of its page, without a leading slash: models are at the root.
    pub fn path(&self) -> String {
        match self.kind {
            RepoType::Model => self.id.to_string(),
            RepoType::Dataset => format!("datasets/{}", self.id),
            RepoType::Space => format!("spaces/{}", self.id),
        }
    }

    /// The repo whose page has this path: what [`RepoId::path`] writes.
    pub fn from_path(path: &str) -> Self {
        if let Some(id) = path.strip_prefix("datasets/") {
            Self::new(RepoType::Dataset, id)
        } else if let Some(id) = path.strip_prefix("spaces/") {
            Self::new(RepoType::Space, id)
        } else {
            Self::new(RepoType::Model, path)
        }
    }

    /// What messages call the type: "dataset", "model", "space".
    pub fn noun(&self) -> &'static str {
        match self.kind {
            RepoType::Dataset => "dataset",
            RepoType::Model => "model",
            RepoType::Space => "space",
        }
    }
}

impl fmt::Display for RepoId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.id.fmt(formatter)
    }
}

/// The 24 hexadecimal digits by which the Hub's API names users, requests and the like.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId([u8; 12]);

impl ObjectId {
    /// Before every other id.
    pub const LEAST: ObjectId = ObjectId([0; 12]);

    /// The `number`th id: those of one state count up.
    pub fn numbered(number: u64) -> Self {
        let mut bytes = [0x66, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        bytes[4..].copy_from_slice(&number.to_be_bytes());
        Self(bytes)
    }

    /// An id out of its 24 digits.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 12];
        if text.len() != 24 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// Its 24 digits, in ASCII.
    pub fn digits(self) -> [u8; 24] {
        let mut text = [0; 24];
        for (digits, bytes) in text.as_chunks_mut().0.iter_mut().zip(self.0.as_chunks().0) {
            *digits = eight_digits(*bytes);
        }
        text
    }
}

/// Four bytes in hexadecimal digits, all in one step: lists write many.
fn eight_digits(bytes: [u8; 4]) -> [u8; 8] {
    let spread = |bits: u64, low: u64, by: u32| (bits & low) + ((bits & !low) << by);
    let pairs = spread(u64::from(u32::from_be_bytes(bytes)), 0x0000_0000_0000_ffff, 16);
    let pairs = spread(pairs, 0x0000_00ff_0000_00ff, 8);
    let each = spread(pairs, 0x000f_000f_000f_000f, 4);
    let letters = ((each + 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101;
    (each + 0x3030_3030_3030_3030 + letters * u64::from(b'a' - b'0' - 10)).to_be_bytes()
}

impl fmt::Display for ObjectId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for ObjectId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ObjectId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not an id of 24 hexadecimal digits")))
    }
}

/// Maps whose keys are not strings, as lists of pairs.
pub(crate) mod as_list {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub(crate) fn deserialize<'de, K, V, D>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
    where
        K: Deserialize<'de> + Ord,
        V: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        Ok(Vec::<(K, V)>::deserialize(deserializer)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher as _;

    use super::*;

    #[test]
    fn an_id_is_written_as_it_was_read() {
        for digit in "0123456789abcdef".chars() {
            for place in 0..24 {
                let text: String = (0..24).map(|at| if at == place { digit } else { '9' }).collect();
                assert_eq!(ObjectId::parse(&text).map(|id| id.to_string()), Some(text));
            }
        }
        let id = ObjectId::numbered(10);
        assert_eq!(
            (id.to_string().as_str(), format!("{id:?}").as_str()),
            ("66000000000000000000000a", "66000000000000000000000a")
        );
        for text in [&"0".repeat(23), &"0".repeat(25), &"+1".repeat(12), &"é".repeat(12), &"g".repeat(24)] {
            assert_eq!(ObjectId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_is_one_that_the_hub_takes() {
        for text in ["a", "A", "_", "a-b", "a.b", "a_b", "_a_", "9", &"a".repeat(96)] {
            assert!(Name::is_valid(text), "{text}");
        }
        let wrong = ["", "-a", "a-", ".a", "a.", "a--b", "a..b", "a b", "é", "a/b", &"a".repeat(97)];
        for text in wrong {
            assert!(!Name::is_valid(text), "{text}");
        }
    }

    #[test]
    fn names_have_no_case() {
        // Longer than what is hashed at once.
        let long = "Name-".repeat(20);
        for text in ["ana", &long] {
            let (one, other) = (Name::from(text), Name::from(text.to_uppercase()));
            assert!(one == other && one == *text.to_uppercase() && one.cmp(&other) == Ordering::Equal);
            let hash = |name: &Name| BuildHasherDefault::<DefaultHasher>::default().hash_one(name);
            assert_eq!(hash(&one), hash(&other));
            assert_ne!(hash(&one), hash(&Name::from(format!("{text}x"))), "so that a name is found at once");
            assert!(other.starts_with(text) && !other.starts_with(&format!("{text}x")));
        }
        let [a, b, ab] = ["a", "B", "aB"].map(Name::from);
        assert!(a < b && b > a && a < ab && a != b && a != ab && ab != *"abc" && ab == *"AB");
    }

    #[test]
    fn a_repo_is_named_by_its_path() {
        for (kind, path, noun) in [
            (RepoType::Dataset, "datasets/ana/v", "dataset"),
            (RepoType::Model, "ana/v", "model"),
            (RepoType::Space, "spaces/ana/v", "space"),
        ] {
            let id = RepoId::new(kind, "ana/v");
            assert_eq!((id.path().as_str(), id.noun(), id.owner(), id.name()), (path, noun, "ana", "v"));
            assert_eq!(RepoId::from_path(path), id);
        }
        let old = RepoId::new(RepoType::Dataset, "squad");
        assert_eq!((old.owner(), old.name(), old.to_string().as_str()), ("", "squad", "squad"));
    }
}
