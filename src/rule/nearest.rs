//! The known word that an unknown one was meant to be.

/// The known word most like `word`, if one is like enough. Case and punctuation count for little.
///
/// ```
/// use cardlint::rule::nearest::nearest;
///
/// assert_eq!(nearest("apache2", ["mit", "apache-2.0"]), Some("apache-2.0"));
/// assert_eq!(nearest("proprietary", ["mit", "apache-2.0"]), None);
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = letters(word);
    let longest = wanted.chars().count();
    let near = ((longest + 1) / 4).max(1);
    let set = letter_set(&wanted);
    crate::work::done(word.len());
    known
        .into_iter()
        .filter(|candidate| !candidate.is_ascii() || may_be_near(set, letter_set(candidate), near))
        .filter_map(|candidate| {
            let candidate_letters = letters(candidate);
            // Each edit changes the length by one: of a long word, no known one is near.
            if candidate_letters.chars().count().abs_diff(longest) > near {
                return None;
            }
            crate::work::done(word.len() * candidate.len());
            let distance = strsim::osa_distance(&wanted, &candidate_letters);
            (distance <= near && distance < longest)
                .then(|| (distance, strsim::osa_distance(word, candidate), candidate))
        })
        .min()
        .map(|(.., candidate)| candidate)
}

/// How many known words of a card to compare with each unknown one, if there are so many unknown ones: this bounds the
/// time for a card.
pub(crate) fn affordable(unknown: usize) -> usize {
    const MAX_COMPARED: usize = 20_000;
    (MAX_COMPARED / unknown.max(1)).clamp(16, MAX_COMPARED)
}

/// The ASCII letters and digits of a word as bits, and how many there are. Any others share one bit.
fn letter_set(word: &str) -> (u64, usize) {
    word.chars().fold((0, 0), |(set, length), char| {
        let bit = match BITS.get(char as usize) {
            Some(bit) => *bit,
            None => u64::from(char.is_alphanumeric()) << 63,
        };
        (set | bit, length + usize::from(bit != 0))
    })
}

/// The bit of each ASCII character; 0 for punctuation.
const BITS: [u64; 128] = {
    let mut bits = [0; 128];
    let mut letter = 0;
    while letter < 26 {
        bits[b'a' as usize + letter] = 1 << letter;
        bits[b'A' as usize + letter] = 1 << letter;
        letter += 1;
    }
    let mut digit = 0;
    while digit < 10 {
        bits[b'0' as usize + digit] = 1 << (26 + digit);
        digit += 1;
    }
    bits
};

/// Whether two words can be within `near` edits of each other, which is cheap to rule out: an edit changes the length by one and
/// the set of letters by two at most.
fn may_be_near(left: (u64, usize), right: (u64, usize), near: usize) -> bool {
    left.1.abs_diff(right.1) <= near && (left.0 ^ right.0).count_ones() as usize <= 2 * near
}

fn letters(word: &str) -> String {
    word.chars().filter(|each| each.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
