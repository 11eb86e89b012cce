//! Numbers and lists in a sentence.

/// `1 card`, `2 cards`: a number with its noun, which takes an `s` for more.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// `a, b and c`; empty for nothing.
pub(crate) fn list<T: AsRef<str>>(parts: impl IntoIterator<Item = T>) -> String {
    let parts: Vec<T> = parts.into_iter().collect();
    let joined = |parts: &[T]| parts.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    match parts.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {}", joined(first), last.as_ref()),
        parts => joined(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_several_comes_after_and() {
        assert_eq!(list::<&str>([]), "");
        assert_eq!(list(["a"]), "a");
        assert_eq!(list(["a", "b", "c"]), "a, b and c");
    }
}
