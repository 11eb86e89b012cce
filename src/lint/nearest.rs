//! The known word that an unknown one was meant to be.

/// The known word most like `word`, if one is like enough. Case and punctuation count for little.
///
/// ```
/// use cardlint::lint::nearest::nearest;
///
/// assert_eq!(nearest("apache2", ["mit", "apache-2.0"]), Some("apache-2.0"));
/// assert_eq!(nearest("proprietary", ["mit", "apache-2.0"]), None);
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = letters(word);
    let longest = wanted.chars().count();
    known
        .into_iter()
        .filter_map(|candidate| {
            let distance = strsim::osa_distance(&wanted, &letters(candidate));
            let near = (longest + 1) / 4;
            (distance <= near.max(1) && distance < longest).then_some((
                distance,
                strsim::osa_distance(word, candidate),
                candidate,
            ))
        })
        .min()
        .map(|(.., candidate)| candidate)
}

fn letters(word: &str) -> String {
    word.chars().filter(|each| each.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
